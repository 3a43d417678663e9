#include "storage/sign_in_store.h"

#include <utility>

namespace garde::storage {
namespace {

constexpr Sql kSelect = R"sql(SELECT password_hash, changed_at FROM sign_in WHERE practice_id = ?)sql";
constexpr Sql kSave = R"sql(
INSERT INTO sign_in (practice_id, password_hash, changed_at) VALUES (?, ?, ?)
ON CONFLICT (practice_id) DO UPDATE
SET password_hash = excluded.password_hash, changed_at = excluded.changed_at)sql";
constexpr Sql kDelete = R"sql(DELETE FROM sign_in WHERE practice_id = ?)sql";

Result<SignIn> read_sign_in(Row& row) {
  auto password_hash = TRY(row.text());
  const auto changed_at = TRY(row.instant());
  return SignIn{std::move(password_hash), changed_at};
}

}  // namespace

Result<std::optional<SignIn>> load_sign_in(Connection& connection, const PracticeId& practice) {
  return read_optional(connection.query(kSelect, {practice}), read_sign_in);
}

Result<void> save_password(Connection& connection, const PracticeId& practice, std::string_view password_hash,
                           Instant now) {
  TRY(connection.execute(kSave, {practice, password_hash, now}));
  return {};
}

Result<void> remove_password(Connection& connection, const PracticeId& practice) {
  TRY(connection.execute(kDelete, {practice}));
  return {};
}

}  // namespace garde::storage
