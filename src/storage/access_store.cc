#include "storage/access_store.h"

#include <algorithm>
#include <map>
#include <utility>

namespace garde::storage {
namespace {

using accounts::Access;
using accounts::AccessId;
using accounts::Person;
using accounts::PersonId;
using accounts::Recovery;
using accounts::Review;
using accounts::UsedTool;
using accounts::UsedToolId;

constexpr Sql kSelectTools = R"sql(
SELECT id, name, known_tool FROM used_tool WHERE practice_id = ? ORDER BY added_at, id LIMIT 1000)sql";
constexpr Sql kSaveTool = R"sql(
INSERT INTO used_tool (practice_id, id, name, known_tool, added_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id) DO UPDATE SET name = excluded.name, known_tool = excluded.known_tool)sql";
constexpr Sql kRemoveTool = R"sql(DELETE FROM used_tool WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kRemoveAccessesOfTool = R"sql(DELETE FROM access WHERE practice_id = ? AND tool_id = ?)sql";

constexpr Sql kSelectPeople = R"sql(
SELECT id, name, role, card, lends_card, left_on FROM person WHERE practice_id = ?
ORDER BY CASE WHEN left_on IS NULL THEN 0 ELSE 1 END, added_at, id LIMIT 1000)sql";
constexpr Sql kSavePerson = R"sql(
INSERT INTO person (practice_id, id, name, role, card, lends_card, left_on, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id) DO UPDATE
SET name = excluded.name, role = excluded.role, card = excluded.card, lends_card = excluded.lends_card,
    left_on = excluded.left_on)sql";
constexpr Sql kRemovePerson = R"sql(DELETE FROM person WHERE practice_id = ? AND id = ?)sql";

constexpr Sql kSelectAccesses = R"sql(
SELECT id, tool_id, label, shared, second_factor, changed_at FROM access WHERE practice_id = ?
ORDER BY label, id LIMIT 5000)sql";
constexpr Sql kSaveAccess = R"sql(
INSERT INTO access (practice_id, id, tool_id, label, shared, second_factor, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id) DO UPDATE
SET tool_id = excluded.tool_id, label = excluded.label, shared = excluded.shared,
    second_factor = excluded.second_factor, changed_at = excluded.changed_at)sql";
constexpr Sql kRemoveAccess = R"sql(DELETE FROM access WHERE practice_id = ? AND id = ?)sql";

constexpr Sql kSelectHolders = R"sql(
SELECT access_id, person_id FROM access_holder WHERE practice_id = ? ORDER BY access_id, person_id LIMIT 50000)sql";
constexpr Sql kAddHolder = R"sql(INSERT INTO access_holder (practice_id, access_id, person_id) VALUES (?, ?, ?))sql";
constexpr Sql kRemoveHolders = R"sql(DELETE FROM access_holder WHERE practice_id = ? AND access_id = ?)sql";

constexpr Sql kSelectRecoveries = R"sql(
SELECT access_id, by_access_id, by_other FROM access_recovery WHERE practice_id = ?
ORDER BY access_id, position LIMIT 50000)sql";
constexpr Sql kAddRecovery = R"sql(
INSERT INTO access_recovery (practice_id, access_id, position, by_access_id, by_other) VALUES (?, ?, ?, ?, ?))sql";
constexpr Sql kRemoveRecoveries = R"sql(DELETE FROM access_recovery WHERE practice_id = ? AND access_id = ?)sql";

constexpr Sql kSelectReview = R"sql(
SELECT reviewed_at, reviewed_by FROM access_review WHERE practice_id = ? ORDER BY reviewed_at DESC LIMIT 1)sql";
constexpr Sql kAddReview = R"sql(
INSERT INTO access_review (practice_id, reviewed_at, reviewed_by) VALUES (?, ?, ?)
ON CONFLICT (practice_id, reviewed_at) DO UPDATE SET reviewed_by = excluded.reviewed_by)sql";

Result<UsedTool> read_tool(Row& row) {
  auto id = TRY(row.id<evidence::SubjectTag>());
  auto name = TRY(row.text());
  const auto known = TRY(row.optional(&Row::text));
  UsedTool tool{.id = std::move(id), .name = std::move(name), .known = {}};
  if (known) {
    auto known_id = accounts::ToolId::parse(*known);
    if (!known_id) return row.damaged("expected an id");
    tool.known = std::move(known_id).take();
  }
  return tool;
}

template <class T>
Result<T> known_word(Row& row, std::optional<T> (*parse)(std::string_view)) {
  const auto value = parse(TRY(row.text()));
  if (!value) return row.damaged("a word we do not know");
  return *value;
}

Result<Person> read_person(Row& row) {
  auto id = TRY(row.id<accounts::PersonTag>());
  auto name = TRY(row.text());
  auto role = TRY(row.text());
  const auto card = TRY(known_word(row, accounts::parse_card));
  const auto lends = TRY(known_word(row, accounts::parse_yes_no));
  const auto left_on = TRY(row.optional(&Row::date));
  return Person{std::move(id), std::move(name), std::move(role), card, lends, left_on};
}

Result<Access> read_access(Row& row) {
  auto id = TRY(row.id<accounts::AccessTag>());
  auto tool = TRY(row.id<evidence::SubjectTag>());
  auto label = TRY(row.text());
  const auto shared = TRY(row.boolean());
  const auto second_factor = TRY(known_word(row, accounts::parse_yes_no));
  const auto changed_at = TRY(row.instant());
  return Access{.id = std::move(id),
                .tool = std::move(tool),
                .label = std::move(label),
                .shared = shared,
                .second_factor = second_factor,
                .holders = {},
                .recoveries = {},
                .changed_at = changed_at};
}

Result<std::pair<AccessId, PersonId>> read_holder(Row& row) {
  auto access = TRY(row.id<accounts::AccessTag>());
  auto person = TRY(row.id<accounts::PersonTag>());
  return std::pair(std::move(access), std::move(person));
}

Result<std::pair<AccessId, Recovery>> read_recovery(Row& row) {
  auto access = TRY(row.id<accounts::AccessTag>());
  const auto by_access = TRY(row.optional(&Row::text));
  auto by_other = TRY(row.text());
  Recovery recovery{.access = {}, .other = std::move(by_other)};
  if (by_access) {
    auto id = AccessId::parse(*by_access);
    if (!id) return row.damaged("expected an id");
    recovery.access = std::move(id).take();
  }
  return std::pair(std::move(access), std::move(recovery));
}

Result<Review> read_review(Row& row) {
  const auto at = TRY(row.instant());
  auto by = TRY(row.text());
  return Review{at, std::move(by)};
}

}  // namespace

Result<accounts::Register> load_register(Connection& connection, const PracticeId& practice) {
  accounts::Register loaded;
  loaded.tools = TRY(read_all(connection.query(kSelectTools, {practice}), read_tool));
  loaded.people = TRY(read_all(connection.query(kSelectPeople, {practice}), read_person));
  loaded.accesses = TRY(read_all(connection.query(kSelectAccesses, {practice}), read_access));
  loaded.review = TRY(read_optional(connection.query(kSelectReview, {practice}), read_review));
  std::map<AccessId, Access*> by_id;
  for (Access& access : loaded.accesses) by_id.emplace(access.id, &access);
  for (auto& [access, person] : TRY(read_all(connection.query(kSelectHolders, {practice}), read_holder)))
    if (const auto found = by_id.find(access); found != by_id.end()) found->second->holders.push_back(person);
  for (auto& [access, recovery] : TRY(read_all(connection.query(kSelectRecoveries, {practice}), read_recovery)))
    if (const auto found = by_id.find(access); found != by_id.end()) found->second->recoveries.push_back(recovery);
  return loaded;
}

Result<void> save_tool(Connection& connection, const PracticeId& practice, const UsedTool& tool, Instant now) {
  TRY(connection.execute(kSaveTool, {practice, tool.id, tool.name, tool.known, now}));
  return {};
}

Result<void> save_person(Connection& connection, const PracticeId& practice, const Person& person, Instant now) {
  TRY(connection.execute(kSavePerson, {practice, person.id, person.name, person.role, name(person.card),
                                       name(person.lends_card), person.left_on, now}));
  return {};
}

Result<void> save_access(Connection& connection, const PracticeId& practice, const Access& access) {
  TRY(connection.execute(kSaveAccess, {practice, access.id, access.tool, access.label, access.shared,
                                       name(access.second_factor), access.changed_at}));
  TRY(connection.execute(kRemoveHolders, {practice, access.id}));
  for (const PersonId& holder : access.holders) TRY(connection.execute(kAddHolder, {practice, access.id, holder}));
  TRY(connection.execute(kRemoveRecoveries, {practice, access.id}));
  std::int64_t position = 0;
  for (const Recovery& recovery : access.recoveries) {
    TRY(connection.execute(kAddRecovery, {practice, access.id, position++, recovery.access, recovery.other}));
  }
  return {};
}

Result<void> remove_tool(Connection& connection, const PracticeId& practice, const UsedToolId& tool) {
  TRY(connection.execute(kRemoveAccessesOfTool, {practice, tool}));
  TRY(connection.execute(kRemoveTool, {practice, tool}));
  return {};
}

Result<void> remove_person(Connection& connection, const PracticeId& practice, const PersonId& person) {
  TRY(connection.execute(kRemovePerson, {practice, person}));
  return {};
}

Result<void> remove_access(Connection& connection, const PracticeId& practice, const AccessId& access) {
  TRY(connection.execute(kRemoveAccess, {practice, access}));
  return {};
}

Result<void> add_review(Connection& connection, const PracticeId& practice, const Review& review) {
  TRY(connection.execute(kAddReview, {practice, review.at, review.by}));
  return {};
}

}  // namespace garde::storage
