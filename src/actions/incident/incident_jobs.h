// What takes longer than a page may, for incidents: looking at the backups, taking evidence.
//
// Nobody has to open a page for the backups to be watched: those of every open incident are looked at when this starts
// and every kLookAgainAfter.
//
// One worker thread, ended by the destructor, which stops what runs; what was recorded before is in the journal. Every
// call is safe from any thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "actions/incident/incident_collection.h"

namespace garde::actions {

class IncidentJobs {
 public:
  static constexpr std::chrono::minutes kLookAgainAfter{15};

  // `practice` must outlive this. `home` is of the person who started Garde; empty when there is none.
  IncidentJobs(Practice& practice, std::filesystem::path home);
  ~IncidentJobs();
  IncidentJobs(const IncidentJobs&) = delete;
  IncidentJobs& operator=(const IncidentJobs&) = delete;

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
    IncidentId id;
    Kind kind{};
    bool operator==(const Task&) const = default;
  };
  struct State {
    std::string what = {};
    std::optional<Error> error = {};
    std::optional<Collected> collected = {};
  };
  void add(const Task& task);
  void work(const std::stop_token& over);
  void watch_open_incidents();
  void run(const Task& task, const std::stop_token& over);
  bool has_locked(const Task& task) const;

  Practice& practice_;
  std::filesystem::path home_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;  // the first is the one that runs
  std::map<IncidentId, State> states_;
  std::jthread worker_;  // last: started when all is there, ended first
};

}  // namespace garde::actions
