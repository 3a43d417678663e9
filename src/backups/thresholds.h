// What a backup is held to, from content/backups/thresholds.toml. Every figure there stands with its source.
#pragma once

#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "content/table.h"

namespace garde::backups {

struct RecentThresholds {
  std::chrono::hours tolerable_loss{72};
  std::chrono::minutes clock_tolerance{10};
};

struct AutomaticThresholds {
  Days window{35};
  std::size_t days_needed = 5;
  unsigned expected_percent = 50;  // of the weeks in which a weekday has a copy
  unsigned missed_percent = 20;    // of the expected days
  std::chrono::minutes same_hour{90};
};

struct ProtectedThresholds {
  Days retention{30};
  Days unplugged_within{10};
};

struct Thresholds {
  RecentThresholds recent;
  AutomaticThresholds automatic;
  ProtectedThresholds protection;
  Days stale_source{15};
  ByteCount compare_limit = 20'480_MiB;  // of live data compared by content; what is beyond, by size and time
  unsigned nights_for_everything = 30;
  std::size_t sample_files = 299;
  ByteCount spare_space = 1024_MiB;
  std::chrono::minutes loading_limit{60};  // for all database dumps of a drill
  std::chrono::hours check_every{24};
  Days drill_every{30};

  struct Source {
    std::string group;  // "recent"
    std::string title;
    std::string url;  // empty: Garde's own advice
    Date checked{};
  };
  std::vector<Source> sources;

  static Thresholds read(const content::Files& files, content::Problems& problems);
};

}  // namespace garde::backups
