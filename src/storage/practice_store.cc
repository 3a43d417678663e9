#include "storage/practice_store.h"

#include <utility>

namespace garde::storage {
namespace {

constexpr Sql kSelect = R"sql(SELECT id, name, created_at FROM practice WHERE id = ?)sql";
constexpr Sql kRename = R"sql(UPDATE practice SET name = ? WHERE id = ?)sql";

Result<Practice> read_practice(Row& row) {
  auto id = TRY(row.id<PracticeTag>());
  auto name = TRY(row.text());
  const auto created_at = TRY(row.instant());
  return Practice{std::move(id), std::move(name), created_at};
}

Error not_found(const PracticeId& practice) {
  return {ErrorKind::not_found, "practice " + practice.text(), std::nullopt, ""};
}

}  // namespace

PracticeId default_practice() { return PracticeId::of("default"); }

Result<Practice> load_practice(Connection& connection, const PracticeId& practice) {
  auto found = TRY(read_optional(connection.query(kSelect, {practice}), read_practice));
  if (!found) return not_found(practice);
  return *std::move(found);
}

Result<void> rename_practice(Connection& connection, const PracticeId& practice, std::string_view name) {
  if (TRY(connection.execute(kRename, {name, practice})) == 0) return not_found(practice);
  return {};
}

}  // namespace garde::storage
