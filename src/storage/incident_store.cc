#include "storage/incident_store.h"

#include <utility>

#include "storage/digest_column.h"

namespace garde::storage {
namespace {

using incident::Exercise;

constexpr Sql kSelectAll = R"sql(
SELECT id, opened_at, exercise, entries, checkpoint_sha256 FROM incident
WHERE practice_id = ? ORDER BY opened_at DESC, id DESC)sql";
constexpr Sql kSelectOne = R"sql(
SELECT id, opened_at, exercise, entries, checkpoint_sha256 FROM incident WHERE practice_id = ? AND id = ?)sql";
constexpr Sql kNote = R"sql(
INSERT INTO incident (practice_id, id, opened_at, exercise, entries, checkpoint_sha256) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, id) DO UPDATE
SET entries = excluded.entries, checkpoint_sha256 = excluded.checkpoint_sha256
WHERE incident.entries < excluded.entries)sql";

Result<IncidentRecord> read_incident(Row& row) {
  auto id = TRY(row.id<journal::JournalTag>());
  const auto opened = TRY(row.instant());
  const bool exercise = TRY(row.boolean());
  const auto entries = TRY(row.integer());
  if (entries < 0) return row.damaged("expected a number of entries");
  const auto checkpoint = TRY(read_digest(row));
  return IncidentRecord{std::move(id), opened, exercise ? Exercise::yes : Exercise::no,
                        static_cast<std::uint64_t>(entries), checkpoint};
}

}  // namespace

Result<std::vector<IncidentRecord>> load_incidents(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectAll, {practice}), read_incident);
}

Result<std::optional<IncidentRecord>> load_incident(Connection& connection, const PracticeId& practice,
                                                    const incident::IncidentId& id) {
  return read_optional(connection.query(kSelectOne, {practice, id}), read_incident);
}

Result<void> note_incident(Connection& connection, const PracticeId& practice, const IncidentRecord& incident) {
  TRY(connection.execute(kNote, {practice, incident.id, incident.opened, incident.exercise == Exercise::yes,
                                 incident.entries, incident.checkpoint.bytes}));
  return {};
}

}  // namespace garde::storage
