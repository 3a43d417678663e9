// The practice's data sets, and the destinations of its backups.
#pragma once

#include <optional>
#include <vector>

#include "backups/destination.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "storage/practice_store.h"
#include "storage/value.h"

namespace garde::storage {

// Only those somebody said something about, by id; the titles of those of the content are empty.
Result<std::vector<backups::DataSet>> load_data_sets(Connection& connection, const PracticeId& practice);
// Inside a transaction. Takes the place of what was there of that id.
Result<void> save_data_set(Connection& connection, const PracticeId& practice, const backups::DataSet& data_set);
Result<void> remove_data_set(Connection& connection, const PracticeId& practice, const backups::DataSetId& data_set);

// By name.
Result<std::vector<backups::Destination>> load_destinations(Connection& connection, const PracticeId& practice);
// Inside a transaction. `conflict` when the name is taken.
Result<void> add_destination(Connection& connection, const PracticeId& practice,
                             const backups::Destination& destination);
// Inside a transaction: everything but its id and its secret. `not_found`.
Result<void> save_destination(Connection& connection, const PracticeId& practice,
                              const backups::Destination& destination);
// With its runs and its history. `not_found`.
Result<void> remove_destination(Connection& connection, const PracticeId& practice,
                                const backups::DestinationId& destination);

// The password of the destination, sealed. Nothing when none is kept.
Result<std::optional<Blob>> load_sealed_secret(Connection& connection, const PracticeId& practice,
                                               const backups::DestinationId& destination);
Result<void> save_sealed_secret(Connection& connection, const PracticeId& practice,
                                const backups::DestinationId& destination, const std::optional<Blob>& sealed);

// Which units of the destination were verified, and when, as bytes of formats::VerificationMemory.
Result<std::optional<Blob>> load_memory(Connection& connection, const PracticeId& practice,
                                        const backups::DestinationId& destination);
Result<void> save_memory(Connection& connection, const PracticeId& practice, const backups::DestinationId& destination,
                         const std::optional<Blob>& memory);

// A file that the practice puts among its data, to see it come back from a restore.
struct Canary {
  std::string file_name;
  backups::DataSetId data_set;
  crypto::Sha256Digest sha256;
  Instant made_at;
  bool operator==(const Canary&) const = default;
};
Result<std::vector<Canary>> load_canaries(Connection& connection, const PracticeId& practice);  // the oldest first
Result<void> add_canary(Connection& connection, const PracticeId& practice, const Canary& canary);

}  // namespace garde::storage
