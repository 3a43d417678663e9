#include "worker/tasks.h"

#include <algorithm>
#include <iterator>

#include "worker/accounts/audit_exports.h"
#include "worker/backups/loadings.h"
#include "worker/backups/places.h"
#include "worker/backups/runs.h"
#include "worker/incident/timestamps.h"
#include "worker/paths/paths.h"

namespace garde::worker {

std::vector<cage::Task> tasks() {
  std::vector<cage::Task> all = {audit_exports_task(),  look_at_backup_task(), drill_task(),
                                 prepare_server_task(), load_dump_task(),      verify_timestamp_task()};
  std::ranges::move(place_tasks(), std::back_inserter(all));
  std::ranges::move(path_tasks(), std::back_inserter(all));
  return all;
}

}  // namespace garde::worker
