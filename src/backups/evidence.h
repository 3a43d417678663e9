// What the runs prove to the plan. Pure: derived each time, never stored.
//
// For one destination and one claim the newest run that looked decides. Among destinations, one good copy is enough
// for most claims ("a recent backup exists"); a claim about every copy ("the backup is encrypted") fails with one.
// While an alarm is open, no copy of that destination is one to count on, whatever its checks found since, and the
// practice is not free of attack, whatever its other copies are worth and whether the destination is still there.
// A recent backup stops being one when its newest restore point has grown too old, with no run to notice it.
#pragma once

#include <span>
#include <vector>

#include "backups/alarm.h"
#include "evidence/evidence.h"

namespace garde::backups {

// `runs` in any order, each with the checks, data sets and protection it was kept with; their findings are not needed.
std::vector<evidence::Evidence> evidence_from(std::span<const KeptRun> runs, std::span<const Alarm> alarms,
                                              std::span<const Destination> destinations,
                                              std::span<const DataSet> data_sets, const evidence::ClaimKinds& kinds,
                                              Instant now);

}  // namespace garde::backups
