// Runs over registered destinations: checked, drilled, kept, and what they prove.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "actions/backups/run_pause.h"
#include "actions/practice/practice.h"
#include "backups/run.h"
#include "crypto/secret.h"
#include "formats/verification.h"
#include "storage/backup_run_store.h"

namespace garde::actions {

struct RunOptions {
  Pause pause;
  // Nothing: all that is new and a share of the rest, so that a month of nights covers everything.
  std::optional<formats::Scope> scope = {};
  formats::Level level = formats::Level::content;
  std::optional<std::chrono::milliseconds> time_limit = {};
  std::string version = {};  // of the program
  std::function<void(const formats::Progress&)> on_progress = {};
  std::stop_token stop = {};
};

// Looks at a destination and keeps what was found. Errors, nothing being kept: conflict while paused, unreachable when
// it is not plugged in (which is noted), those of checker::check_backup.
Result<backups::RunId> run_check(Practice& practice, const backups::DestinationId& destination,
                                 const RunOptions& options, const crypto::SecretBytes& secret);

enum class DrillReach : std::uint8_t { sample, everything };
// Restores from a destination into a folder of its own beside the practice's data, wipes it, and keeps what was found.
// Errors as run_check, and no_space before anything is restored.
Result<backups::RunId> run_drill(Practice& practice, const backups::DestinationId& destination, DrillReach reach,
                                 const RunOptions& options, const crypto::SecretBytes& secret);
// Wipes what a drill left behind when the program was killed. To be called when it starts.
void sweep_drills(Practice& practice);

// Whole, with its findings; its restore points are those of the destination at that time.
Result<backups::KeptRun> find_run(Practice& practice, const backups::RunId& run);
// All kept runs, the newest first, without findings.
Result<std::vector<backups::KeptRun>> kept_runs(Practice& practice);
// Every restore point ever seen of a destination, oldest first.
Result<std::vector<storage::SeenPoint>> seen_points(Practice& practice, const backups::DestinationId& destination);

struct DueRun {
  backups::Destination destination;
  backups::RunKind kind{};
};
// What is due by the schedule of the content, in the order of the names.
Result<std::vector<DueRun>> due_runs(Practice& practice);

// What all runs prove to the plan.
Result<std::vector<evidence::Evidence>> backup_evidence(Practice& practice);
// The same as of each of `days`, by the runs begun by then and today's destinations.
Result<std::vector<std::vector<evidence::Evidence>>> backup_evidence_on(Practice& practice,
                                                                        std::span<const Instant> days);

// For those who make runs.
Result<backups::Destination> require_destination(Practice& practice, const backups::DestinationId& destination);
// Where it is now; conflict while paused, unreachable when it is not there, and that is noted, or does not answer.
Result<std::string> require_place(Practice& practice, const backups::Destination& destination, const Pause& pause);
Result<void> keep_run(Practice& practice, const backups::KeptRun& run,
                      const std::optional<std::vector<std::byte>>& memory);

}  // namespace garde::actions
