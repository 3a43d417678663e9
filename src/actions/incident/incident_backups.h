// The backups while an incident is open: each registered destination is looked at when it opens, and compared later.
//
// Lists and small files are read, nothing is opened with a password, nothing is copied: what a check or a drill does
// stays closed. A destination that cannot be read is recorded as such, with what was known of it, never as fine.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "actions/incident/incident.h"
#include "backups/destination_witness.h"

namespace garde::actions {

// What can be told of a destination now. An empty place where there was a backup is a witness without points.
// unreachable: it is not plugged in, or does not answer.
Result<backups::DestinationWitness> look_at_backup(Practice& practice, const backups::Destination& destination,
                                                   const std::stop_token& stop = {});
// As the last check saw it; `not_found` when none ever did.
Result<backups::DestinationWitness> remembered_backup(Practice& practice, const backups::Destination& destination);

struct WatchOptions {
  std::function<void(const std::string& destination)> on_progress = {};
  std::stop_token stop = {};
};
// Records a witness of each destination that has none, and for the others what changed since, when that is not what was
// recorded last: a look that finds the same again writes nothing. Does nothing in a closed incident.
Result<void> watch_backups(Practice& practice, const IncidentId& id, const WatchOptions& options);

}  // namespace garde::actions
