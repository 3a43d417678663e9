#include "storage/plan_store.h"

#include <utility>

namespace garde::storage {
namespace {

using plan::ActionNotes;
using plan::MeasureId;

constexpr Sql kSelect = R"sql(
SELECT measure_id, owner, due_on, note, written_at FROM action_notes WHERE practice_id = ? ORDER BY measure_id)sql";
constexpr Sql kSave = R"sql(
INSERT INTO action_notes (practice_id, measure_id, owner, due_on, note, written_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, measure_id) DO UPDATE
SET owner = excluded.owner, due_on = excluded.due_on, note = excluded.note, written_at = excluded.written_at)sql";

Result<std::pair<MeasureId, ActionNotes>> read_notes(Row& row) {
  auto measure = TRY(row.id<diagnostic::MeasureTag>());
  auto owner = TRY(row.text());
  const auto due = TRY(row.optional(&Row::date));
  auto note = TRY(row.text());
  const auto written_at = TRY(row.instant());
  return std::pair(std::move(measure), ActionNotes{std::move(owner), due, std::move(note), written_at});
}

}  // namespace

Result<plan::PlanNotes> load_plan_notes(Connection& connection, const PracticeId& practice) {
  auto rows = TRY(read_all(connection.query(kSelect, {practice}), read_notes));
  plan::PlanNotes notes;
  for (auto& [measure, written] : rows) notes.insert_or_assign(std::move(measure), std::move(written));
  return notes;
}

Result<void> save_action_notes(Connection& connection, const PracticeId& practice, const MeasureId& measure,
                               const ActionNotes& notes) {
  TRY(connection.execute(kSave, {practice, measure, notes.owner, notes.due, notes.note, notes.written_at}));
  return {};
}

}  // namespace garde::storage
