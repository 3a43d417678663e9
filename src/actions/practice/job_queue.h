// Work that takes longer than a page may: one job after the other, in the order they were asked for, told about as they
// go.
//
//   JobQueue<View> queue;
//   queue.add({.id = new_job_id(), …}, "the disk", [](auto& job) -> Result<void> { … job.tell(…) … });
//
// `View` is what is known of a job and shown of it. It has at least
//
//   JobId id;
//   JobState state{};
//   std::optional<Error> error = {};  // once failed
//
// One worker thread, ended by the destructor: what runs is asked to stop, what waits is forgotten. Every call is safe
// from any thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/id.h"
#include "base/mistake.h"

namespace garde::actions {

using JobId = Id<struct JobTag>;
JobId new_job_id();

using Log = std::function<void(std::string_view)>;

enum class JobState : std::uint8_t { waiting, running, done, failed, cancelled };
std::string_view name(JobState state);
constexpr bool is_over(JobState state) { return state != JobState::waiting && state != JobState::running; }

// Told of each change, from the worker's thread, until it says that it left or the job is over. Must not block.
enum class Listening : std::uint8_t { goes_on, left };

template <class View>
class JobQueue {
  struct Job;

 public:
  static constexpr std::size_t kMaxWaiting = 50;     // more is a page that reloads itself
  static constexpr std::size_t kMaxRemembered = 50;  // of those that are over, the newest

  // A job while it runs, for its work.
  class Running {
   public:
    std::stop_token stop() const { return job_.stop.get_token(); }
    // Known at once; listeners are told with the next telling, at the latest when the job is over.
    template <class Change>
    void note(Change change) {
      const std::scoped_lock lock(queue_.mutex_);
      change(job_.view);
    }
    template <class Change>
    void tell(Change change) {
      const std::scoped_lock lock(queue_.mutex_);
      change(job_.view);
      queue_.tell_locked(job_);
    }

   private:
    friend JobQueue;
    Running(JobQueue& queue, Job& job) : queue_(queue), job_(job) {}
    JobQueue& queue_;
    Job& job_;
  };
  // An error ends the job as failed, `cancelled` as cancelled; what a library throws, or a mistake of ours, ends the
  // job too, not the program. Not called for a job that was cancelled while it waited.
  using Work = std::function<Result<void>(Running& job)>;
  using Listener = std::function<Listening(const View& view)>;

  // `log` is told, in English, of what a job or a listener threw; from any thread.
  explicit JobQueue(Log log = [](std::string_view) {})
      : log_(std::move(log)), worker_([this](const std::stop_token& over) { work(over); }) {}
  ~JobQueue() {
    worker_.request_stop();
    cancel_all();
  }
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  // `about` names it in an error. `busy` when too many wait.
  Result<JobId> add(View view, std::string about, Work work) {
    const std::scoped_lock lock(mutex_);
    return add_locked(std::move(view), std::move(about), std::move(work));
  }
  // Nothing when one that matches waits or runs already, which is the same, or when too many wait.
  template <class Matches>
  std::optional<JobId> add_once(Matches matches, View view, std::string about, Work work) {
    const std::scoped_lock lock(mutex_);
    if (pending_locked(matches)) return std::nullopt;
    const auto added = add_locked(std::move(view), std::move(about), std::move(work));
    return added ? std::optional(*added) : std::nullopt;
  }

  void cancel(const JobId& id) {  // nothing when it is over
    const std::scoped_lock lock(mutex_);
    if (Job* job = find_locked(id)) job->stop.request_stop();
  }
  void cancel_all() {
    const std::scoped_lock lock(mutex_);
    for (Job& job : jobs_)
      if (!is_over(job.view.state)) job.stop.request_stop();
  }

  std::optional<View> find(const JobId& id) const {  // nothing once forgotten
    const std::scoped_lock lock(mutex_);
    const Job* job = find_locked(id);
    return job == nullptr ? std::nullopt : std::optional(job->view);
  }
  std::vector<View> all() const {  // those remembered, the newest first
    const std::scoped_lock lock(mutex_);
    std::vector<View> views;
    for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) views.push_back(job->view);
    return views;
  }

  // One that matches and is not over; the one that runs before those that wait.
  template <class Matches>
  std::optional<View> pending(Matches matches) const {
    const std::scoped_lock lock(mutex_);
    return pending_locked(matches);
  }
  // Until none that matches waits or runs, no longer than `limit`.
  template <class Matches>
  void wait_for(Matches matches, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [&] { return !pending_locked(matches); });
  }

  // Told at once of where the job is.
  void listen(const JobId& id, Listener listener) {
    const std::scoped_lock lock(mutex_);
    Job* job = find_locked(id);
    if (job == nullptr) return;
    if (listener(job->view) == Listening::goes_on && !is_over(job->view.state))
      job->listeners.push_back(std::move(listener));
  }

 private:
  struct Job {
    View view;
    std::string about;
    Work work;  // emptied once it was done: it may hold a secret
    std::stop_source stop = {};
    std::vector<Listener> listeners = {};
  };

  void work(const std::stop_token& over) {
    const MistakeBoundary boundary;
    std::unique_lock lock(mutex_);
    const auto next = [&] {
      return std::ranges::find(jobs_, JobState::waiting, [](const Job& job) { return job.view.state; });
    };
    while (changed_.wait(lock, over, [&] { return next() != jobs_.end(); })) {
      // It stays where it is in the queue while it runs: only jobs that are over are forgotten.
      Job& job = *next();
      job.view.state = JobState::running;
      tell_locked(job);
      lock.unlock();
      const Result<void> outcome = run(job);
      lock.lock();
      job.work = nullptr;
      job.view.state = JobState::done;
      if (!outcome) {
        job.view.state = outcome.error().kind == ErrorKind::cancelled ? JobState::cancelled : JobState::failed;
        job.view.error = outcome.error();
      }
      tell_locked(job);
      changed_.notify_all();
    }
  }

  Result<void> run(Job& job) {
    if (job.stop.stop_requested()) return Error{ErrorKind::cancelled, job.about, std::nullopt, ""};
    try {
      Running running(*this, job);
      return job.work(running);
    } catch (const std::exception& thrown) {
      log_("a job about " + job.about + " threw: " + thrown.what());
      return Error{ErrorKind::unreadable, job.about, std::nullopt, thrown.what()};
    }
  }

  Result<JobId> add_locked(View view, std::string about, Work work) {
    const auto waiting = std::ranges::count(jobs_, JobState::waiting, [](const Job& job) { return job.view.state; });
    if (static_cast<std::size_t>(waiting) >= kMaxWaiting)
      return Error{ErrorKind::busy, std::move(about), std::nullopt, "too many jobs wait"};
    while (jobs_.size() >= kMaxRemembered && is_over(jobs_.front().view.state)) jobs_.pop_front();
    const JobId id = view.id;
    jobs_.push_back({std::move(view), std::move(about), std::move(work)});
    changed_.notify_all();
    return id;
  }

  void tell_locked(Job& job) {
    // One that throws has left.
    std::erase_if(job.listeners, [&](const Listener& listener) {
      try {
        return listener(job.view) == Listening::left;
      } catch (const std::exception& thrown) {
        log_("who listened to a job about " + job.about + " threw: " + thrown.what());
        return true;
      }
    });
    if (is_over(job.view.state)) job.listeners.clear();
  }

  template <class Matches>
  std::optional<View> pending_locked(Matches matches) const {
    const auto found =
        std::ranges::find_if(jobs_, [&](const Job& job) { return !is_over(job.view.state) && matches(job.view); });
    return found == jobs_.end() ? std::nullopt : std::optional(found->view);
  }

  Job* find_locked(const JobId& id) {
    const auto found = std::ranges::find(jobs_, id, [](const Job& job) { return job.view.id; });
    return found == jobs_.end() ? nullptr : &*found;
  }
  const Job* find_locked(const JobId& id) const {
    const auto found = std::ranges::find(jobs_, id, [](const Job& job) { return job.view.id; });
    return found == jobs_.end() ? nullptr : &*found;
  }

  const Log log_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;  // oldest first; the worker's reference to one stays good while others are added at the end
  std::jthread worker_;   // last: started when all is there, ended first
};

}  // namespace garde::actions
