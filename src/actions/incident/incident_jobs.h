// What takes longer than a page may, for incidents: looking at the backups, taking evidence.
//
// Nobody has to open a page for the backups to be watched: those of every open incident are looked at when this starts
// and every kLookAgainAfter.
//
// One after the other; what was recorded when it is stopped is in the journal. Every call is safe from any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "actions/incident/incident_collection.h"
#include "actions/practice/job_queue.h"
#include "base/guarded.h"

namespace garde::actions {

class IncidentJobs {
 public:
  static constexpr std::chrono::minutes kLookAgainAfter{15};

  // `practice` must outlive this. `home` is of the person who started Garde; empty when there is none. `log` as of
  // JobQueue.
  IncidentJobs(Practice& practice, std::filesystem::path home, Log log = [](std::string_view) {});

  // Each at most once at a time for an incident; asked again while it waits, it is the same.
  void watch(const IncidentId& id);
  void collect(const IncidentId& id);
  // Until the backups were looked at, no longer than `limit`.
  void wait_for_watch(const IncidentId& id, std::chrono::milliseconds limit);

  struct View {
    bool watching = false;
    bool collecting = false;
    std::string what = {};               // is being read
    std::optional<Error> error = {};     // of the last collection
    std::optional<Collected> collected;  // by the last collection
  };
  View view(const IncidentId& id) const;

 private:
  enum class Kind : std::uint8_t { watch, collect };
  struct Task {
    JobId id;
    IncidentId incident;
    Kind kind{};
    JobState state{};
    std::string what = {};
    std::optional<Error> error = {};
  };
  struct Done {
    std::optional<Error> error = {};
    std::optional<Collected> collected = {};
  };
  using Running = JobQueue<Task>::Running;
  void add(const IncidentId& id, Kind kind);
  Result<void> look(const IncidentId& id, Running& job);
  Result<void> take(const IncidentId& id, Running& job);
  void keep_watching(const std::stop_token& over);
  void watch_open_incidents();

  Practice& practice_;
  std::filesystem::path home_;
  const Log log_;
  mutable Guarded<std::map<IncidentId, Done>> done_;
  JobQueue<Task> queue_;
  std::jthread watcher_;  // last: the threads end before what they use goes
};

}  // namespace garde::actions
