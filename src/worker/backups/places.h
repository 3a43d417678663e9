// Whether a destination is there, asked by a worker: a share that does not answer holds up nobody else.
#pragma once

#include <optional>

#include "backups/destination_witness.h"
#include "cage/reading.h"
#include "checker/places.h"

namespace garde::worker {

// Rows of the table of tasks.
cage::Task find_place_task();
cage::Task witness_task();

// Nothing when it could not be told in time; kLongestLook at most, and a moment to end the worker.
constexpr std::chrono::milliseconds kLongestLook{2000};
std::optional<checker::FoundPlace> find_place(const cage::Runner& runner, const backups::Destination& destination,
                                              const std::stop_token& stop = {});

// As checker::take_witness, for which a minute is long. Whatever ends it early is `unreadable`, but `cancelled` by
// `stop` and `unreachable` when it takes longer.
Result<backups::DestinationWitness> take_witness(const cage::Runner& runner, const std::string& folder,
                                                 const backups::Destination& destination, Instant now,
                                                 const std::stop_token& stop = {});

}  // namespace garde::worker
