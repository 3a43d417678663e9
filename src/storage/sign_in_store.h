// How a practice's people are let in: the hash of the password.
#pragma once

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
  bool operator==(const SignIn&) const = default;
};

// Nothing while the practice has no password.
Result<std::optional<SignIn>> load_sign_in(Connection& connection, const PracticeId& practice);
// The sessions that the old password opened are ended by remove_sessions.
Result<void> save_password(Connection& connection, const PracticeId& practice, std::string_view password_hash,
                           Instant now);
Result<void> remove_password(Connection& connection, const PracticeId& practice);

}  // namespace garde::storage
