#include "actions/practice/job_queue.h"

#include "actions/practice/new_id.h"

namespace garde::actions {

JobId new_job_id() { return new_id<JobId>("j"); }

std::string_view name(JobState state) {
  switch (state) {
    case JobState::waiting: return "waiting";
    case JobState::running: return "running";
    case JobState::done: return "done";
    case JobState::failed: return "failed";
    case JobState::cancelled: return "cancelled";
  }
  fail_check("a JobState outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::actions
