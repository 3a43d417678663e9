// Checks and drills asked for on a page: one at a time, in the order they were asked, told about as they go.
//
// One worker thread, ended by the destructor: what runs is stopped, what waits is forgotten. Passwords wait in memory
// that is wiped, and nowhere else. Every call is safe from any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "actions/backups/backup_runs.h"

namespace garde::actions {

using JobId = Id<struct JobTag>;

enum class JobState : std::uint8_t { waiting, running, done, failed, cancelled };
std::string_view name(JobState state);

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
  bool is_over() const { return state != JobState::waiting && state != JobState::running; }
};

struct JobRequest {
  backups::DestinationId destination;
  backups::RunKind kind{};
  bool everything = false;  // a check reads all, a drill restores all
  crypto::SecretBytes secret = {};
};

class BackupJobs {
 public:
  static constexpr std::size_t kMaxWaiting = 50;  // more is a page that reloads itself
  static constexpr std::size_t kMaxRemembered = 50;

  // `practice` must outlive this.
  BackupJobs(Practice& practice, Pause pause, std::string version);
  ~BackupJobs();
  BackupJobs(const BackupJobs&) = delete;
  BackupJobs& operator=(const BackupJobs&) = delete;

  // not_found: no such destination; conflict: paused; busy: too many wait.
  Result<JobId> add(JobRequest request);
  void cancel(const JobId& job);  // nothing when it is over
  // Stops what runs and forgets what waits: an incident was opened.
  void cancel_all();
  std::optional<JobView> find(const JobId& job) const;  // nothing once forgotten
  std::vector<JobView> all() const;                     // those remembered, the newest first

  // Told of each change, from the worker's thread, until it says that it left or the job is over. Must not block.
  enum class Listening : std::uint8_t { goes_on, left };
  using Listener = std::function<Listening(const JobView&)>;
  void listen(const JobId& job, Listener listener);

 private:
  struct Job {
    JobView view;
    bool everything = false;
    crypto::SecretBytes secret;
    std::stop_source stop;
    Instant begun{};
    std::vector<Listener> listeners = {};
  };
  void work(const std::stop_token& over);
  void run(Job& job);
  void tell(Job& job, const std::function<void(JobView&)>& change);
  void forget_old();
  Job* find_locked(const JobId& job);

  Practice& practice_;
  const Pause pause_;
  std::string version_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;  // oldest first; the worker's reference to one stays good while others are added at the end
  std::jthread worker_;   // last: started when all is there, ended first
};

}  // namespace garde::actions
