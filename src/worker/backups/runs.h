// Checks and drills whose reading is done in a worker: it opens the destination and the live data, decrypts, compares,
// restores and opens what it restored; what comes back are findings in types, and how far it is while it goes on.
#pragma once

#include "cage/reading.h"
#include "checker/check_backup.h"
#include "restorer/drill.h"

namespace garde::worker {

// Rows of the table of tasks.
cage::Task look_at_backup_task();
cage::Task drill_task();

// As checker::check_backup and restorer::drill_backup, whose errors they have; `stop` kills the worker, `cancelled`.
// When its reading ended in any other way before it was done, all questions of the run are not established, and say
// how.
Result<backups::CheckRun> check_backup(const cage::Runner& runner, const checker::BackupCheckRequest& request,
                                       const crypto::SecretBytes& password, const checker::CheckSetting& setting);
// Then its dumps are loaded, each by a worker of its own: see loadings.h.
Result<restorer::Drilled> drill_backup(const cage::Runner& runner, restorer::DrillRequest request,
                                       const crypto::SecretBytes& password, const std::function<Instant()>& clock);

}  // namespace garde::worker
