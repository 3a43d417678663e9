// The archive files of a destination, told apart by their names, and grouped into restore points.
#pragma once

#include <string>
#include <vector>

#include "formats/archive.h"
#include "formats/named_time.h"

namespace garde::formats::archives {

// How much of the sources an archive holds, as its name says.
enum class Share : std::uint8_t {
  whole,
  differential,  // what changed since the last whole one
  incremental,   // what changed since the one before
};

struct StoredArchive {
  std::string path;    // in the destination
  std::string series;  // the name without its time: the same each night
  std::string prefix;  // of the paths of its members in the restore point; empty, or ending with '/'
  Instant time;
  io::Stat stat;
  Share share = Share::whole;
};

struct ArchiveGroup {
  RestorePoint point;
  std::vector<std::size_t> archives;  // numbers in StoredArchives::archives
};

struct StoredArchives {
  std::vector<StoredArchive> archives;  // by time, then path
  std::vector<ArchiveGroup> groups;     // oldest first
};

// Archives of different series belong to one restore point when they were made within this time of the first.
constexpr std::chrono::hours kOneNight{6};

// Folders that cannot be listed are said to `on_damage`.
Result<StoredArchives> list_archives(const io::Tree& tree, const OnDamage& on_damage);

}  // namespace garde::formats::archives
