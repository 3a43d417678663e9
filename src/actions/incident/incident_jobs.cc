#include "actions/incident/incident_jobs.h"

#include <algorithm>
#include <exception>

#include "actions/incident/incident_backups.h"

namespace garde::actions {

IncidentJobs::IncidentJobs(Practice& practice, std::filesystem::path home)
    : practice_(practice), home_(std::move(home)), worker_([this](const std::stop_token& over) { work(over); }) {}

IncidentJobs::~IncidentJobs() { worker_.request_stop(); }

bool IncidentJobs::has_locked(const Task& task) const { return std::ranges::find(tasks_, task) != tasks_.end(); }

void IncidentJobs::add(const Task& task) {
  const std::scoped_lock lock(mutex_);
  if (has_locked(task)) return;
  tasks_.push_back(task);
  changed_.notify_all();
}

void IncidentJobs::watch(const IncidentId& id) { add({id, Kind::watch}); }
void IncidentJobs::collect(const IncidentId& id) { add({id, Kind::collect}); }

void IncidentJobs::wait_for_watch(const IncidentId& id, std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [&] { return !has_locked({id, Kind::watch}); });
}

IncidentJobs::View IncidentJobs::view(const IncidentId& id) const {
  const std::scoped_lock lock(mutex_);
  View view{.watching = has_locked({id, Kind::watch}), .collecting = has_locked({id, Kind::collect}), .collected = {}};
  if (const auto state = states_.find(id); state != states_.end()) {
    view.what = state->second.what;
    view.error = state->second.error;
    view.collected = state->second.collected;
  }
  return view;
}

void IncidentJobs::work(const std::stop_token& over) {
  auto look_again = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!over.stop_requested()) {
    if (!changed_.wait_until(lock, over, look_again, [&] { return !tasks_.empty(); })) {
      if (over.stop_requested()) return;
      look_again = std::chrono::steady_clock::now() + kLookAgainAfter;
      lock.unlock();
      watch_open_incidents();
      lock.lock();
      continue;
    }
    const Task task = tasks_.front();
    lock.unlock();
    run(task, over);
    lock.lock();
    tasks_.pop_front();
    states_[task.id].what.clear();
    changed_.notify_all();
  }
}

void IncidentJobs::watch_open_incidents() {
  const auto all = incidents(practice_);
  if (!all) return;
  for (const IncidentSummary& incident : *all)
    if (!incident.closed) watch(incident.id);
}

void IncidentJobs::run(const Task& task, const std::stop_token& over) {
  const auto tell = [&](const std::string& what) {
    const std::scoped_lock lock(mutex_);
    states_[task.id].what = what;
  };
  // What a library throws ends this task, not the program.
  try {
    if (task.kind == Kind::watch) {
      // What could not be recorded is not lost: the next look finds it again.
      [[maybe_unused]] const auto watched = watch_backups(practice_, task.id, {.on_progress = tell, .stop = over});
      return;
    }
    CollectionRequest request;
    if (!home_.empty()) request.home = home_;
    request.on_progress = tell;
    request.stop = over;
    auto collected = collect_evidence(practice_, task.id, request);
    const std::scoped_lock lock(mutex_);
    State& state = states_[task.id];
    state.error = collected ? std::nullopt : std::optional(collected.error());
    if (collected) state.collected = std::move(*collected);
  } catch (const std::exception& error) {
    const std::scoped_lock lock(mutex_);
    states_[task.id].error = Error{ErrorKind::unreadable, task.id.text(), std::nullopt, error.what()};
  }
}

}  // namespace garde::actions
