#include "storage/session_store.h"

#include <utility>

#include "storage/digest_column.h"

namespace garde::storage {
namespace {

constexpr Sql kInsert = R"sql(
INSERT INTO session (token_sha256, practice_id, csrf_token, created_at, last_seen_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr Sql kSelect = R"sql(
SELECT token_sha256, practice_id, csrf_token, created_at, last_seen_at, expires_at
FROM session WHERE token_sha256 = ? AND expires_at > ?)sql";
constexpr Sql kExtend = R"sql(UPDATE session SET last_seen_at = ?, expires_at = ? WHERE token_sha256 = ?)sql";
constexpr Sql kDelete = R"sql(DELETE FROM session WHERE token_sha256 = ?)sql";
constexpr Sql kDeleteOfPractice = R"sql(DELETE FROM session WHERE practice_id = ?)sql";
constexpr Sql kDeleteExpired = R"sql(DELETE FROM session WHERE expires_at <= ?)sql";

Result<Session> read_session(Row& row) {
  const auto token = TRY(read_digest(row));
  auto practice = TRY(row.id<PracticeTag>());
  auto csrf_token = TRY(row.text());
  const auto created_at = TRY(row.instant());
  const auto last_seen_at = TRY(row.instant());
  const auto expires_at = TRY(row.instant());
  return Session{token, std::move(practice), std::move(csrf_token), created_at, last_seen_at, expires_at};
}

}  // namespace

Result<void> add_session(Connection& connection, const Session& session) {
  TRY(connection.execute(kInsert, {session.token.bytes, session.practice, session.csrf_token, session.created_at,
                                   session.last_seen_at, session.expires_at}));
  return {};
}

Result<std::optional<Session>> find_session(Connection& connection, const crypto::Sha256Digest& token, Instant now) {
  return read_optional(connection.query(kSelect, {token.bytes, now}), read_session);
}

Result<void> extend_session(Connection& connection, const crypto::Sha256Digest& token, Instant last_seen_at,
                            Instant expires_at) {
  TRY(connection.execute(kExtend, {last_seen_at, expires_at, token.bytes}));
  return {};
}

Result<void> remove_session(Connection& connection, const crypto::Sha256Digest& token) {
  TRY(connection.execute(kDelete, {token.bytes}));
  return {};
}

Result<void> remove_sessions(Connection& connection, const PracticeId& practice) {
  TRY(connection.execute(kDeleteOfPractice, {practice}));
  return {};
}

Result<void> remove_expired_sessions(Connection& connection, Instant now) {
  TRY(connection.execute(kDeleteExpired, {now}));
  return {};
}

}  // namespace garde::storage
