// Checks and drills asked for on a page: one at a time, in the order they were asked, told about as they go.
//
// Passwords wait in memory that is wiped, and nowhere else. Every call is safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actions/backups/backup_runs.h"
#include "actions/practice/job_queue.h"

namespace garde::actions {

struct JobView {
  JobId id;
  backups::DestinationId destination;
  std::string destination_name = {};
  backups::RunKind kind{};
  JobState state{};
  formats::Progress progress = {};
  std::chrono::milliseconds elapsed{};     // since it began to run
  std::optional<backups::RunId> run = {};  // once done
  std::optional<Error> error = {};         // once failed
  bool is_over() const { return actions::is_over(state); }
};

struct JobRequest {
  backups::DestinationId destination;
  backups::RunKind kind{};
  bool everything = false;  // a check reads all, a drill restores all
  crypto::SecretBytes secret = {};
};

class BackupJobs {
 public:
  // `practice` must outlive this. `log` as of JobQueue.
  BackupJobs(Practice& practice, Pause pause, std::string version, Log log = [](std::string_view) {});

  // not_found: no such destination; conflict: paused; busy: too many wait.
  Result<JobId> add(JobRequest request);
  void cancel(const JobId& job) { queue_.cancel(job); }  // nothing when it is over
  // Stops what runs and what waits: an incident was opened.
  void cancel_all() { queue_.cancel_all(); }
  std::optional<JobView> find(const JobId& job) const { return queue_.find(job); }  // nothing once forgotten
  std::vector<JobView> all() const { return queue_.all(); }  // those remembered, the newest first

  // Told of each change, from the worker's thread, until it says that it left or the job is over. Must not block.
  using Listener = JobQueue<JobView>::Listener;
  void listen(const JobId& job, Listener listener) { queue_.listen(job, std::move(listener)); }

 private:
  using Running = JobQueue<JobView>::Running;
  Result<void> run(const JobRequest& request, Running& job);

  Practice& practice_;
  const Pause pause_;
  std::string version_;
  JobQueue<JobView> queue_;  // last: its thread ends before what it uses goes
};

}  // namespace garde::actions
