// Whether a destination is there, and what a folder is, asked by a worker: a share that does not answer holds up nobody
// else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backups/destination_witness.h"
#include "cage/reading.h"
#include "checker/places.h"
#include "worker/paths/paths.h"

namespace garde::worker {

// Rows of the table of tasks: all that is asked here.
std::vector<cage::Task> place_tasks();

// Nothing when it could not be told in time.
std::optional<checker::FoundPlace> find_place(const cage::Runner& runner, const backups::Destination& destination,
                                              const std::stop_token& stop = {});

// As checker::inspect_folder; `unreachable` when it does not answer in time, `cancelled` by `stop`.
Result<checker::InspectedFolder> inspect_folder(const cage::Runner& runner, const std::string& folder,
                                                const std::stop_token& stop = {});

// As checker::take_witness, for which a minute is long. Whatever ends it early is `unreadable`, but `cancelled` by
// `stop` and `unreachable` when it takes longer.
Result<backups::DestinationWitness> take_witness(const cage::Runner& runner, const std::string& folder,
                                                 const backups::Destination& destination, Instant now,
                                                 const std::stop_token& stop = {});

}  // namespace garde::worker
