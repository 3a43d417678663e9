#include "actions/incident/measured_recovery.h"

#include <algorithm>

#include "actions/backups/backup_runs.h"

namespace garde::actions {
namespace {

// The newest run comes first.
std::optional<incident::MeasuredRecovery> last_drill_of(const std::vector<backups::KeptRun>& runs,
                                                        const backups::DataSetId& data_set, const text::Zone& zone) {
  for (const backups::KeptRun& kept : runs) {
    if (kept.kind != backups::RunKind::drill) continue;
    const auto result = std::ranges::find(kept.run.data_sets, data_set, &backups::DataSetResult::data_set);
    if (result == kept.run.data_sets.end() || result->files == 0) continue;
    const backups::Check* restorable = kept.run.find(backups::Question::restorable);
    const bool came_back = restorable != nullptr && restorable->outcome() == backups::Outcome::passed;
    if (!came_back || !result->full_recovery) return std::nullopt;
    return incident::MeasuredRecovery{std::chrono::ceil<std::chrono::minutes>(*result->full_recovery),
                                      zone.day_of(kept.run.begun)};
  }
  return std::nullopt;
}

}  // namespace

Result<incident::MeasuredRecoveries> measured_recoveries(Practice& practice) {
  const std::vector<backups::KeptRun> runs = TRY(kept_runs(practice));
  incident::MeasuredRecoveries measured;
  for (const incident::Service& service : practice.library().recovery_services.services) {
    std::optional<incident::MeasuredRecovery> slowest;
    bool all_tested = !service.data_sets.empty();
    for (const backups::DataSetId& data_set : service.data_sets) {
      const auto one = last_drill_of(runs, data_set, practice.zone());
      all_tested = all_tested && one;
      if (one && (!slowest || one->length > slowest->length)) slowest = one;
    }
    if (all_tested && slowest) measured.emplace(service.id, *slowest);
  }
  return measured;
}

}  // namespace garde::actions
