// How a practice's people are let in: the hash of the password, and how often a wrong one was given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

struct SignIn {
  std::string password_hash;  // as crypto::hash_password gives it
  Instant changed_at;
  std::int64_t failures = 0;  // wrong passwords since the last right one
  std::optional<Instant> last_failure_at;
  bool operator==(const SignIn&) const = default;
};

// Nothing while the practice has no password.
Result<std::optional<SignIn>> load_sign_in(Connection& connection, const PracticeId& practice);
// Forgets earlier failures. The sessions that the old password opened are ended by remove_sessions.
Result<void> save_password(Connection& connection, const PracticeId& practice, std::string_view password_hash,
                           Instant now);
Result<void> remove_password(Connection& connection, const PracticeId& practice);
// Fine without a password.
Result<void> record_wrong_password(Connection& connection, const PracticeId& practice, Instant now);
Result<void> record_right_password(Connection& connection, const PracticeId& practice);

}  // namespace garde::storage
