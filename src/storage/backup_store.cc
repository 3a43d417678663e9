#include "storage/backup_store.h"

#include <utility>

#include "storage/digest_column.h"

namespace garde::storage {
namespace {

using backups::DataSet;
using backups::DataSetId;
using backups::Destination;
using backups::DestinationId;

// One row per source; one with nothing in its last two columns for a data set without any.
constexpr Sql kSelectDataSets = R"sql(
SELECT backup_data_set.id, title, hosting, editor, kind, place
FROM backup_data_set
LEFT JOIN backup_source ON backup_source.practice_id = backup_data_set.practice_id AND data_set_id = backup_data_set.id
WHERE backup_data_set.practice_id = ?
ORDER BY backup_data_set.id, position NULLS FIRST)sql";
constexpr Sql kSaveDataSet = R"sql(
INSERT INTO backup_data_set (practice_id, id, title, hosting, editor) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id)
DO UPDATE SET title = excluded.title, hosting = excluded.hosting, editor = excluded.editor)sql";
constexpr Sql kDeleteDataSet = R"sql(DELETE FROM backup_data_set WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kDeleteSources = R"sql(DELETE FROM backup_source WHERE practice_id = ? AND data_set_id = ?)sql";
constexpr Sql kInsertSource = R"sql(
INSERT INTO backup_source (practice_id, data_set_id, position, kind, place) VALUES (?, ?, ?, ?, ?))sql";

// One row per data set; one with nothing in its last column for a destination without any.
constexpr Sql kSelectDestinations = R"sql(
SELECT backup_destination.id, name, place, folder, volume, within, kind, max_age_hours, elsewhere, online,
       hosting_certified, added_at, last_present_at, last_absent_at, CASE WHEN sealed_secret IS NULL THEN 0 ELSE 1 END, data_set_id
FROM backup_destination
LEFT JOIN backup_destination_data_set
  ON backup_destination_data_set.practice_id = backup_destination.practice_id
  AND destination_id = backup_destination.id
WHERE backup_destination.practice_id = ?
ORDER BY name, backup_destination.id, data_set_id NULLS FIRST)sql";
constexpr Sql kInsertDestination = R"sql(
INSERT INTO backup_destination (practice_id, id, name, place, folder, volume, within, kind, max_age_hours, elsewhere,
                                online, hosting_certified, added_at, last_present_at, last_absent_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kUpdateDestination = R"sql(
UPDATE backup_destination
SET name = ?, place = ?, folder = ?, volume = ?, within = ?, kind = ?, max_age_hours = ?, elsewhere = ?, online = ?,
    hosting_certified = ?, last_present_at = ?, last_absent_at = ?
WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kDeleteDestination = R"sql(DELETE FROM backup_destination WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kDeleteMembers = R"sql(
DELETE FROM backup_destination_data_set WHERE practice_id = ? AND destination_id = ?)sql";
constexpr Sql kInsertMember = R"sql(
INSERT INTO backup_destination_data_set (practice_id, destination_id, data_set_id) VALUES (?, ?, ?))sql";

constexpr Sql kSelectSecret = R"sql(SELECT sealed_secret FROM backup_destination WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kUpdateSecret =
    R"sql(UPDATE backup_destination SET sealed_secret = ? WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kSelectMemory = R"sql(SELECT memory FROM backup_destination WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kUpdateMemory = R"sql(UPDATE backup_destination SET memory = ? WHERE practice_id = ? AND id = ?)sql";

constexpr Sql kSelectCanaries = R"sql(
SELECT file_name, data_set_id, sha256, made_at FROM backup_canary WHERE practice_id = ? ORDER BY made_at, file_name)sql";
constexpr Sql kInsertCanary = R"sql(
INSERT INTO backup_canary (practice_id, file_name, data_set_id, sha256, made_at) VALUES (?, ?, ?, ?, ?))sql";

// A data set with at most one of its sources.
Result<DataSet> read_data_set(Row& row) {
  auto id = TRY(row.id<evidence::SubjectTag>());
  auto title = TRY(row.text());
  const auto hosting = backups::parse_hosting(TRY(row.text()));
  if (!hosting) return row.damaged("expected who hosts it");
  auto vendor = TRY(row.text());
  DataSet data_set{std::move(id), std::move(title), *hosting, std::move(vendor), {}, false};
  if (row.skip_null_rest()) return data_set;
  const auto kind = backups::parse_source_kind(TRY(row.text()));
  if (!kind) return row.damaged("expected a kind of source");
  data_set.sources.push_back({ *kind, TRY(row.text()) });
  return data_set;
}

std::string_view kind_column(const Destination& destination) {
  return destination.kind ? formats::name(*destination.kind) : "";
}

// A destination with at most one of its data sets.
Result<Destination> read_destination(Row& row) {
  auto id = TRY(row.id<backups::DestinationTag>());
  auto name = TRY(row.text());
  const auto place = backups::parse_place(TRY(row.text()));
  if (!place) return row.damaged("expected a kind of place");
  Destination destination{.id = std::move(id), .name = std::move(name), .place = *place};
  destination.folder = TRY(row.text());
  destination.volume = TRY(row.text());
  destination.within = TRY(row.text());
  const std::string kind = TRY(row.text());
  destination.kind = formats::parse_kind(kind);
  if (!kind.empty() && !destination.kind) return row.damaged("expected a kind of backup");
  destination.max_age = std::chrono::hours { TRY(row.integer()) };
  destination.elsewhere = TRY(row.boolean());
  destination.online = TRY(row.boolean());
  destination.hosting_certified = TRY(row.optional(&Row::boolean));
  destination.added_at = TRY(row.instant());
  destination.last_present_at = TRY(row.optional(&Row::instant));
  destination.last_absent_at = TRY(row.optional(&Row::instant));
  destination.has_sealed_secret = TRY(row.boolean());
  if (!row.skip_null_rest()) destination.data_sets.push_back(TRY(row.id<evidence::SubjectTag>()));
  return destination;
}

Result<Canary> read_canary(Row& row) {
  auto file_name = TRY(row.text());
  auto data_set = TRY(row.id<evidence::SubjectTag>());
  const auto sha256 = TRY(read_digest(row));
  const auto made_at = TRY(row.instant());
  return Canary{std::move(file_name), std::move(data_set), sha256, made_at};
}

Error not_found(const DestinationId& destination) {
  return {ErrorKind::not_found, "destination " + destination.text(), std::nullopt, ""};
}

Result<std::optional<Blob>> load_blob(Connection& connection, Sql statement, const PracticeId& practice,
                                      const DestinationId& destination) {
  auto found = TRY(read_optional(connection.query(statement, {practice, destination}),
                                 [](Row& row) { return row.optional(&Row::blob); }));
  if (!found) return not_found(destination);
  return std::move(*found);
}

Result<void> save_blob(Connection& connection, Sql statement, const PracticeId& practice,
                       const DestinationId& destination, const std::optional<Blob>& blob) {
  if (TRY(connection.execute(statement, {blob, practice, destination})) == 0) return not_found(destination);
  return {};
}

Result<void> save_members(Connection& connection, const PracticeId& practice, const Destination& destination) {
  TRY(connection.execute(kDeleteMembers, {practice, destination.id}));
  for (const DataSetId& data_set : destination.data_sets)
    TRY(connection.execute(kInsertMember, {practice, destination.id, data_set}));
  return {};
}

}  // namespace

Result<std::vector<DataSet>> load_data_sets(Connection& connection, const PracticeId& practice) {
  auto parts = TRY(read_all(connection.query(kSelectDataSets, {practice}), read_data_set));
  std::vector<DataSet> all;
  for (DataSet& part : parts) {
    if (all.empty() || all.back().id != part.id)
      all.push_back(std::move(part));
    else
      all.back().sources.push_back(std::move(part.sources.front()));
  }
  return all;
}

Result<void> save_data_set(Connection& connection, const PracticeId& practice, const DataSet& data_set) {
  GARDE_CHECK(connection.in_transaction());
  TRY(connection.execute(kSaveDataSet, {practice, data_set.id, data_set.always ? "" : data_set.title,
                                        backups::recorded_word(data_set.hosting), data_set.vendor}));
  TRY(connection.execute(kDeleteSources, {practice, data_set.id}));
  std::int64_t position = 0;
  for (const backups::Source& source : data_set.sources)
    TRY(connection.execute(kInsertSource,
                           {practice, data_set.id, position++, backups::name(source.kind), source.place}));
  return {};
}

Result<void> remove_data_set(Connection& connection, const PracticeId& practice, const DataSetId& data_set) {
  TRY(connection.execute(kDeleteDataSet, {practice, data_set}));
  return {};
}

Result<std::vector<Destination>> load_destinations(Connection& connection, const PracticeId& practice) {
  auto parts = TRY(read_all(connection.query(kSelectDestinations, {practice}), read_destination));
  std::vector<Destination> all;
  for (Destination& part : parts) {
    if (all.empty() || all.back().id != part.id)
      all.push_back(std::move(part));
    else
      all.back().data_sets.push_back(std::move(part.data_sets.front()));
  }
  return all;
}

Result<void> add_destination(Connection& connection, const PracticeId& practice, const Destination& destination) {
  GARDE_CHECK(connection.in_transaction());
  TRY(connection.execute(
      kInsertDestination,
      {practice, destination.id, destination.name, backups::name(destination.place), destination.folder,
       destination.volume, destination.within, kind_column(destination), destination.max_age.count(),
       destination.elsewhere, destination.online, destination.hosting_certified, destination.added_at,
       destination.last_present_at, destination.last_absent_at}));
  return save_members(connection, practice, destination);
}

Result<void> save_destination(Connection& connection, const PracticeId& practice, const Destination& destination) {
  GARDE_CHECK(connection.in_transaction());
  const auto changed = TRY(connection.execute(
      kUpdateDestination, {destination.name, backups::name(destination.place), destination.folder, destination.volume,
                           destination.within, kind_column(destination), destination.max_age.count(),
                           destination.elsewhere, destination.online, destination.hosting_certified,
                           destination.last_present_at, destination.last_absent_at, practice, destination.id}));
  if (changed == 0) return not_found(destination.id);
  return save_members(connection, practice, destination);
}

Result<void> remove_destination(Connection& connection, const PracticeId& practice, const DestinationId& destination) {
  if (TRY(connection.execute(kDeleteDestination, {practice, destination})) == 0) return not_found(destination);
  return {};
}

Result<std::optional<Blob>> load_sealed_secret(Connection& connection, const PracticeId& practice,
                                               const DestinationId& destination) {
  return load_blob(connection, kSelectSecret, practice, destination);
}

Result<void> save_sealed_secret(Connection& connection, const PracticeId& practice, const DestinationId& destination,
                                const std::optional<Blob>& sealed) {
  return save_blob(connection, kUpdateSecret, practice, destination, sealed);
}

Result<std::optional<Blob>> load_memory(Connection& connection, const PracticeId& practice,
                                        const DestinationId& destination) {
  return load_blob(connection, kSelectMemory, practice, destination);
}

Result<void> save_memory(Connection& connection, const PracticeId& practice, const DestinationId& destination,
                         const std::optional<Blob>& memory) {
  return save_blob(connection, kUpdateMemory, practice, destination, memory);
}

Result<std::vector<Canary>> load_canaries(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectCanaries, {practice}), read_canary);
}

Result<void> add_canary(Connection& connection, const PracticeId& practice, const Canary& canary) {
  TRY(connection.execute(kInsertCanary,
                         {practice, canary.file_name, canary.data_set, canary.sha256.bytes, canary.made_at}));
  return {};
}

}  // namespace garde::storage
