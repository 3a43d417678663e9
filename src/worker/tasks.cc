#include "worker/tasks.h"

#include "worker/accounts/audit_exports.h"
#include "worker/backups/places.h"
#include "worker/backups/runs.h"

namespace garde::worker {

std::vector<cage::Task> tasks() {
  return {audit_exports_task(), look_at_backup_task(), drill_task(), find_place_task(), witness_task()};
}

}  // namespace garde::worker
