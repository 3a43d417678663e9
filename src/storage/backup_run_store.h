// Runs that were kept, and every restore point ever seen.
#pragma once

#include <vector>

#include "backups/run.h"
#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

// The newest runs that are loaded at once, of all destinations: a year of nights of one.
inline constexpr std::int64_t kMaxRunsLoaded = 400;

// Inside a transaction. Texts are made UTF-8. The restore points themselves are saved by save_restore_points.
Result<void> add_run(Connection& connection, const PracticeId& practice, const backups::KeptRun& run);

// The newest first, without findings and restore points.
Result<std::vector<backups::KeptRun>> load_runs(Connection& connection, const PracticeId& practice);
// From when on load_runs leaves out none: nothing while it gives all there are.
Result<std::optional<Instant>> runs_loaded_since(Connection& connection, const PracticeId& practice);
// Whole, but for restore points. `not_found`.
Result<backups::KeptRun> load_run(Connection& connection, const PracticeId& practice, const backups::RunId& run);

struct SeenPoint {
  std::string id;
  Instant made_at;
  std::optional<std::uint64_t> files;
  std::optional<ByteCount> bytes;
  Instant first_seen_at;
  Instant last_seen_at;
  bool operator==(const SeenPoint&) const = default;
};
// Inside a transaction.
Result<void> save_restore_points(Connection& connection, const PracticeId& practice,
                                 const backups::DestinationId& destination,
                                 const std::vector<formats::RestorePoint>& points, Instant now);
// Oldest first; the newest of them when there are more than kMaxPointsLoaded.
inline constexpr std::int64_t kMaxPointsLoaded = 2000;
Result<std::vector<SeenPoint>> load_restore_points(Connection& connection, const PracticeId& practice,
                                                   const backups::DestinationId& destination);

}  // namespace garde::storage
