// What takes longer than a page may, about the places of destinations: whether each is there, and registering one.
//
// A page touches no medium. It shows what was seen last, and asks for another look, made by a worker in the background;
// what that sees is kept in memory alone, so that looking at a page changes no data. A place that does not answer is
// asked less and less often: each time may leave a process behind that waits for it.
//
// Every call is safe from any thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>

#include "actions/backups/backup_destinations.h"
#include "actions/practice/job_queue.h"
#include "base/guarded.h"
#include "formats/kinds.h"

namespace garde::actions {

enum class Seen : std::uint8_t {
  present,
  absent,
  another_volume,  // the folder is there, and not its disk
  silent,          // it did not answer in time
};
std::string_view name(Seen seen);

// What was seen of a place, and when.
struct PlaceLook {
  Seen seen{};
  Instant at;
  std::optional<formats::Kind> kind = {};  // what its names told, or the practice said
};

// A destination that is being registered.
struct Addition {
  JobId id;
  JobState state{};
  std::optional<Error> error = {};  // once failed
  DestinationForm form = {};
  AddedDestination added = {};  // once done: its problems, or its id
};

class PlaceJobs {
 public:
  static constexpr std::chrono::seconds kLookAgainAfter{10};
  static constexpr std::chrono::seconds kAskSilentAgainAfter{30};  // twice that the next time, and so on
  static constexpr std::chrono::minutes kAskSilentAtLeastEvery{16};

  // `practice` must outlive this. `log` as of JobQueue.
  explicit PlaceJobs(Practice& practice, Log log = [](std::string_view) {});

  // The last look, or what runs noted since; nothing of a place that was never seen.
  std::optional<PlaceLook> last(const backups::Destination& destination) const;
  // Soon looks at those that were not looked at lately.
  void look(std::span<const backups::Destination> destinations);
  bool is_looking() const;
  void wait_for_looks(std::chrono::milliseconds limit);

  // `busy` when too many wait.
  Result<JobId> add(const DestinationForm& form);
  // As it is after `limit` at most; nothing once forgotten.
  std::optional<Addition> addition(const JobId& id, std::chrono::milliseconds limit);

 private:
  struct Looking {
    JobId id;
    backups::DestinationId destination;
    JobState state{};
    std::optional<Error> error = {};
  };
  struct Known {
    PlaceLook look;
    unsigned times_silent = 0;  // in a row
  };
  bool is_due(const backups::Destination& destination, Instant now) const;
  Result<void> look_at(const backups::Destination& destination, const std::stop_token& stop);

  Practice& practice_;
  mutable Guarded<std::map<backups::DestinationId, Known>> known_;
  JobQueue<Addition> additions_;
  JobQueue<Looking> looks_;  // last: the threads end before what they use goes
};

}  // namespace garde::actions
