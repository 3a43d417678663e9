#include "worker/tasks.h"

#include "worker/accounts/audit_exports.h"

namespace garde::worker {

std::vector<cage::Task> tasks() { return {audit_exports_task()}; }

}  // namespace garde::worker
