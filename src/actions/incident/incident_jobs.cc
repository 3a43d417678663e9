#include "actions/incident/incident_jobs.h"

#include "actions/incident/incident_backups.h"

namespace garde::actions {
namespace {

// The jobs of one kind for one incident.
template <class Kind>
auto of(const IncidentId& id, Kind kind) {
  return [&id, kind](const auto& task) { return task.incident == id && task.kind == kind; };
}

}  // namespace

IncidentJobs::IncidentJobs(Practice& practice, std::filesystem::path home, Log log)
    : practice_(practice),
      home_(std::move(home)),
      log_(log),
      queue_(log),
      watcher_([this](const std::stop_token& over) { keep_watching(over); }) {}

void IncidentJobs::watch(const IncidentId& id) { add(id, Kind::watch); }
void IncidentJobs::collect(const IncidentId& id) { add(id, Kind::collect); }

void IncidentJobs::add(const IncidentId& id, Kind kind) {
  const auto added =
      queue_.add_once(of(id, kind), Task{.id = new_job_id(), .incident = id, .kind = kind}, id.text(),
                      [this, id, kind](Running& job) { return kind == Kind::watch ? look(id, job) : take(id, job); });
  if (!added || kind == Kind::watch) return;
  queue_.listen(*added, [this](const Task& task) {
    if (is_over(task.state)) done_.with([&](auto& done) { done[task.incident].error = task.error; });
    return Listening::goes_on;
  });
}

void IncidentJobs::wait_for_watch(const IncidentId& id, std::chrono::milliseconds limit) {
  queue_.wait_for(of(id, Kind::watch), limit);
}

IncidentJobs::View IncidentJobs::view(const IncidentId& id) const {
  const auto watching = queue_.pending(of(id, Kind::watch));
  const auto collecting = queue_.pending(of(id, Kind::collect));
  View view{.watching = watching.has_value(), .collecting = collecting.has_value(), .collected = {}};
  for (const auto& task : {watching, collecting})
    if (task && !task->what.empty()) view.what = task->what;
  done_.with([&](const auto& done) {
    if (const auto found = done.find(id); found != done.end()) {
      view.error = found->second.error;
      view.collected = found->second.collected;
    }
  });
  return view;
}

void IncidentJobs::keep_watching(const std::stop_token& over) {
  std::mutex mutex;
  std::condition_variable_any never;  // no one notifies it: the time or the stop ends the wait
  std::unique_lock lock(mutex);
  do {
    const MistakeBoundary boundary;
    try {
      watch_open_incidents();
    } catch (const std::exception& thrown) {
      log_(std::string("looking for open incidents threw: ") + thrown.what());
    }
    never.wait_for(lock, over, kLookAgainAfter, [] { return false; });
  } while (!over.stop_requested());
}

void IncidentJobs::watch_open_incidents() {
  const auto all = incidents(practice_);
  if (!all) return;
  for (const IncidentSummary& incident : *all)
    if (!incident.closed) watch(incident.id);
}

Result<void> IncidentJobs::look(const IncidentId& id, Running& job) {
  const auto tell = [&](const std::string& what) { job.tell([&](Task& task) { task.what = what; }); };
  // What could not be recorded is not lost: the next look finds it again.
  return watch_backups(practice_, id, {.on_progress = tell, .stop = job.stop()});
}

Result<void> IncidentJobs::take(const IncidentId& id, Running& job) {
  CollectionRequest request;
  if (!home_.empty()) request.home = home_;
  request.on_progress = [&](const std::string& what) { job.tell([&](Task& task) { task.what = what; }); };
  request.stop = job.stop();
  const Collected collected = TRY(collect_evidence(practice_, id, request));
  done_.with([&](auto& done) { done[id].collected = collected; });
  return {};
}

}  // namespace garde::actions
