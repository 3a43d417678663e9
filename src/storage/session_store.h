// Who is signed in. A session is known by the SHA-256 of its token: the token itself is only in the browser,
// so a copy of the database signs nobody in.
#pragma once

#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "storage/practice_store.h"

namespace garde::storage {

struct Session {
  crypto::Sha256Digest token;
  PracticeId practice;
  std::string csrf_token;  // what a form of this session sends along
  Instant created_at;
  Instant last_seen_at;
  Instant expires_at;  // from here on it is no session any more
  bool operator==(const Session&) const = default;
};

// `conflict` when the token is taken.
Result<void> add_session(Connection& connection, const Session& session);
// Nothing when there is none, or it has expired by `now`.
Result<std::optional<Session>> find_session(Connection& connection, const crypto::Sha256Digest& token, Instant now);
// Fine when it has gone meanwhile.
Result<void> extend_session(Connection& connection, const crypto::Sha256Digest& token, Instant last_seen_at,
                            Instant expires_at);
Result<void> remove_session(Connection& connection, const crypto::Sha256Digest& token);
// All of a practice: its password has changed.
Result<void> remove_sessions(Connection& connection, const PracticeId& practice);
Result<void> remove_expired_sessions(Connection& connection, Instant now);

}  // namespace garde::storage
