#include "actions/backups/alarms.h"

#include <algorithm>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "storage/alarm_store.h"
#include "storage/backup_run_store.h"
#include "storage/backup_store.h"

namespace garde::actions {
namespace {

using backups::Alarm;

std::string name_of(const std::vector<backups::Destination>& destinations, const backups::DestinationId& id) {
  const auto found = std::ranges::find(destinations, id, &backups::Destination::id);
  return found == destinations.end() ? std::string() : found->name;
}

// The newest that any run of the destination knew.
std::optional<Instant> newest_point_of(const std::vector<backups::KeptRun>& runs, const backups::DestinationId& id) {
  std::optional<Instant> newest;
  for (const backups::KeptRun& kept : runs)
    if (kept.destination == id) newest = std::max(newest, kept.newest_point);
  return newest;
}

}  // namespace

Result<std::vector<Alarm>> alarms(Practice& practice) { return practice.with_storage(storage::load_alarms); }

Result<std::vector<Alarm>> open_alarms(Practice& practice) {
  std::vector<Alarm> open = TRY(alarms(practice));
  std::erase_if(open, [](const Alarm& alarm) { return !alarm.is_open(); });
  return open;
}

Result<void> open_alarm_if_due(storage::Connection& connection, const storage::PracticeId& practice,
                               const backups::KeptRun& run) {
  if (!backups::opens_alarm(run, TRY(storage::load_alarms(connection, practice)))) return {};
  const auto destinations = TRY(storage::load_destinations(connection, practice));
  return storage::add_alarm(connection, practice,
                            {.id = new_id<backups::AlarmId>("a"),
                             .destination = run.destination,
                             .destination_name = name_of(destinations, run.destination),
                             .run = run.id,
                             .opened_at = run.run.begun});
}

Result<FieldProblems> close_alarm(Practice& practice, const backups::AlarmId& id, const AlarmClosingForm& form) {
  FieldProblems problems;
  const auto how = backups::parse_alarm_end(form.how);
  if (!how) problems.push_back({"how", {"form.problem.choice", {}}});
  const std::string reason{trimmed(form.reason)};
  if (reason.empty())
    problems.push_back({"reason", {"form.problem.missing", {}}});
  else
    check_text("reason", reason, kMaxAlarmReason, LineBreaks::allowed, problems);
  const Instant now = practice.now();
  const auto found = TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<bool> {
    const auto all = TRY(storage::load_alarms(connection, practice.id()));
    const auto alarm = std::ranges::find(all, id, &Alarm::id);
    if (alarm == all.end()) return false;
    if (!problems.empty()) return true;
    const auto runs = TRY(storage::load_runs(connection, practice.id()));
    TRY(storage::close_alarm(connection, practice.id(), id,
                             {now, *how, reason, newest_point_of(runs, alarm->destination)}));
    return true;
  }));
  if (!found) return Error{ErrorKind::not_found, id.text(), std::nullopt, "no such alarm"};
  return problems;
}

}  // namespace garde::actions
