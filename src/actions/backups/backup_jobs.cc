#include "actions/backups/backup_jobs.h"

#include <algorithm>
#include <array>
#include <exception>

#include "actions/backups/backup_destinations.h"
#include "base/hex.h"
#include "crypto/random.h"

namespace garde::actions {
namespace {

constexpr std::chrono::milliseconds kBetweenTellings{200};  // a page redraws no faster

JobId new_job_id() {
  constexpr std::size_t kIdBytes = 8;
  std::array<std::byte, kIdBytes> bytes{};
  crypto::fill_random(bytes);
  return JobId::of("j" + to_hex(bytes));
}

}  // namespace

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

BackupJobs::BackupJobs(Practice& practice, Pause pause, std::string version)
    : practice_(practice),
      pause_(std::move(pause)),
      version_(std::move(version)),
      worker_([this](const std::stop_token& over) { work(over); }) {}

BackupJobs::~BackupJobs() {
  worker_.request_stop();
  cancel_all();
}

Result<JobId> BackupJobs::add(JobRequest request) {
  const auto destination = TRY(require_destination(practice_, request.destination));
  if (TRY(pause_.is_on())) return Error{ErrorKind::conflict, destination.name, std::nullopt, "an incident is open"};
  const std::scoped_lock lock(mutex_);
  const auto waiting = std::ranges::count_if(jobs_, [](const Job& job) { return job.view.state == JobState::waiting; });
  if (static_cast<std::size_t>(waiting) >= kMaxWaiting)
    return Error{ErrorKind::busy, destination.name, std::nullopt, "too many runs wait"};
  forget_old();
  Job job{{.id = new_job_id(),
           .destination = destination.id,
           .destination_name = destination.name,
           .kind = request.kind,
           .state = JobState::waiting},
          request.everything,
          std::move(request.secret),
          std::stop_source()};
  const JobId id = job.view.id;
  jobs_.push_back(std::move(job));
  changed_.notify_all();
  return id;
}

void BackupJobs::cancel(const JobId& id) {
  const std::scoped_lock lock(mutex_);
  if (Job* job = find_locked(id)) job->stop.request_stop();
  changed_.notify_all();
}

void BackupJobs::cancel_all() {
  const std::scoped_lock lock(mutex_);
  for (Job& job : jobs_)
    if (!job.view.is_over()) job.stop.request_stop();
  changed_.notify_all();
}

std::optional<JobView> BackupJobs::find(const JobId& id) const {
  const std::scoped_lock lock(mutex_);
  for (const Job& job : jobs_)
    if (job.view.id == id) return job.view;
  return std::nullopt;
}

std::vector<JobView> BackupJobs::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<JobView> views;
  for (const Job& job : jobs_) views.push_back(job.view);
  std::ranges::reverse(views);
  return views;
}

void BackupJobs::listen(const JobId& id, Listener listener) {
  const std::scoped_lock lock(mutex_);
  Job* job = find_locked(id);
  if (job == nullptr) return;
  if (listener(job->view) == Listening::goes_on && !job->view.is_over()) job->listeners.push_back(std::move(listener));
}

void BackupJobs::work(const std::stop_token& over) {
  std::unique_lock lock(mutex_);
  const auto next = [&] {
    return std::ranges::find(jobs_, JobState::waiting, [](const Job& job) { return job.view.state; });
  };
  while (changed_.wait(lock, over, [&] { return next() != jobs_.end(); })) {
    Job& job = *next();
    job.view.state = JobState::running;
    lock.unlock();
    run(job);
    lock.lock();
  }
}

// The job stays where it is in the queue while it runs: only jobs that are over are forgotten.
void BackupJobs::run(Job& job) {
  job.begun = practice_.now();
  tell(job, [](JobView&) {});
  Instant told = job.begun;
  RunOptions options{.pause = pause_, .version = version_};
  options.stop = job.stop.get_token();
  if (job.everything) options.scope = formats::Everything{};
  options.on_progress = [&](const formats::Progress& progress) {
    const Instant now = practice_.now();
    if (now - told < kBetweenTellings) return;
    told = now;
    tell(job, [&](JobView& view) { view.progress = progress; });
  };
  const auto reach = job.everything ? DrillReach::everything : DrillReach::sample;
  // What a library throws ends this job, not the program.
  const auto done = [&]() -> Result<backups::RunId> {
    try {
      if (job.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      return job.view.kind == backups::RunKind::drill
                 ? run_drill(practice_, job.view.destination, reach, options, job.secret)
                 : run_check(practice_, job.view.destination, options, job.secret);
    } catch (const std::exception& error) {
      return Error{ErrorKind::unreadable, job.view.destination_name, std::nullopt, error.what()};
    }
  }();
  job.secret = crypto::SecretBytes();
  tell(job, [&](JobView& view) {
    if (done) {
      view.state = JobState::done;
      view.run = *done;
    } else {
      view.state = done.error().kind == ErrorKind::cancelled ? JobState::cancelled : JobState::failed;
      view.error = done.error();
    }
  });
}

void BackupJobs::tell(Job& job, const std::function<void(JobView&)>& change) {
  const std::scoped_lock lock(mutex_);
  change(job.view);
  job.view.elapsed = practice_.now() - job.begun;
  std::erase_if(job.listeners, [&](const Listener& listener) { return listener(job.view) == Listening::left; });
  if (job.view.is_over()) job.listeners.clear();
}

void BackupJobs::forget_old() {
  while (jobs_.size() >= kMaxRemembered && jobs_.front().view.is_over()) jobs_.pop_front();
}

BackupJobs::Job* BackupJobs::find_locked(const JobId& id) {
  const auto found = std::ranges::find(jobs_, id, [](const Job& job) { return job.view.id; });
  return found == jobs_.end() ? nullptr : &*found;
}

}  // namespace garde::actions
