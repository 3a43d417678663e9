#include "storage/setting_store.h"

namespace garde::storage {
namespace {

constexpr Sql kSelect = R"sql(SELECT value FROM setting WHERE practice_id = ? AND name = ?)sql";
constexpr Sql kSave = R"sql(
INSERT INTO setting (practice_id, name, value) VALUES (?, ?, ?)
ON CONFLICT (practice_id, name) DO UPDATE SET value = excluded.value)sql";
constexpr Sql kDelete = R"sql(DELETE FROM setting WHERE practice_id = ? AND name = ?)sql";

}  // namespace

Result<std::optional<std::string>> load_setting(Connection& connection, const PracticeId& practice,
                                                std::string_view name) {
  return read_optional(connection.query(kSelect, {practice, name}), &Row::text);
}

Result<void> save_setting(Connection& connection, const PracticeId& practice, std::string_view name,
                          std::string_view value) {
  TRY(connection.execute(kSave, {practice, name, value}));
  return {};
}

Result<void> remove_setting(Connection& connection, const PracticeId& practice, std::string_view name) {
  TRY(connection.execute(kDelete, {practice, name}));
  return {};
}

}  // namespace garde::storage
