// What a check finds of a destination, each with what it knows. A drill finds some of these too. See finding.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "formats/damage.h"
#include "formats/kinds.h"
#include "formats/verification.h"

namespace garde::backups {

// Says all by itself.
enum class Remark : std::uint8_t {
  without_checksum,
  nothing_read,
  no_restore_point,
  no_source,
  empty_source,
  hours_vary,
  encrypted,
  not_encrypted,
  encryption_unknown,
  not_writable,
  seen_unplugged,
  always_plugged_another_not,
  always_plugged,
  writable_unknown,
  same_volume,
  said_elsewhere,
  said_here,
  one_version,
  empty_mount_point,
  ask_hosting_certified,
  said_hosting_certified,
  said_hosting_not_certified,
  nothing_to_judge,
  attack_interrupted,
  nothing_restored,
  // How the reading ended before it was done, so that nothing was established.
  reading_too_long,
  reading_too_large,     // it asked for more memory than is given
  reading_hostile,       // what was read took over who read it, and was stopped
  reading_interrupted,   // it crashed, or said what no reading says
  reading_not_isolated,  // this computer raises no walls around it
};
std::string_view name(Remark remark);

// A damage, and one of the files it hits.
struct DamageFinding {
  formats::Consequence consequence{};  // loss or decay: what is untidy is no finding
  formats::DamageKind damage{};
  std::optional<formats::SubjectKind> object_kind = {};  // absent as a reason below
  std::string object = {};                               // what is damaged, as the format names it
  std::string within = {};                               // the container of a piece
  std::optional<std::uint64_t> offset = {};
  std::string path = {};           // the file that is hit; empty when none is known
  std::string restore_point = {};  // the newest in which it is
  bool operator==(const DamageFinding&) const = default;
};

struct UnjudgedFinding {
  std::string container = {};
  std::string piece = {};  // empty: all of it
  std::optional<formats::UnjudgedReason> reason = {};
  bool operator==(const UnjudgedFinding&) const = default;
};

enum class FileRemark : std::uint8_t {
  missing,            // from the restore point
  different,          // in the restore point
  source_unreadable,  // could not be compared
  restore_differs,    // when read back from the scratch disk
  dump_loaded,
  unsafe_path,
  path_twice,
  device_name,
  canary_missing,
  canary_changed,
  overwritten,         // ordered in an earlier restore point, random in its place now
  zeroed,              // nothing but zeros
  end_lost,            // begins as its form does, and no longer ends so
  gone,                // heavy, and nothing of its name is left
  renamed_unreadable,  // of a name never seen and of no form, as many others that came while files went
};
std::string_view name(FileRemark remark);
struct FileFinding {
  FileRemark remark{};
  std::string path;
  bool operator==(const FileFinding&) const = default;
};

enum class SourceTrouble : std::uint8_t {
  not_there,
  empty,
  not_mounted,  // not there or empty, and a disk should be mounted in its place
  stale,
  not_located,  // nothing of it was found in the copy, under its names or by content
  same_volume,  // found by no check of today: runs of earlier versions may hold it
};
std::string_view name(SourceTrouble trouble);
struct SourceFinding {
  SourceTrouble trouble{};
  std::string source;
  std::string mount_point = {};             // of what is not mounted
  std::optional<Instant> newest_file = {};  // of what is stale
  bool operator==(const SourceFinding&) const = default;
};

enum class PointRemark : std::uint8_t { from_the_future, too_old };
std::string_view name(PointRemark remark);
struct PointFinding {
  PointRemark remark{};
  std::string restore_point;
  Instant time;
  bool operator==(const PointFinding&) const = default;
};

// One of several lines of a destination (backups/lines.h).
enum class LineRemark : std::uint8_t {
  concerned,   // what follows is said of this line alone
  occasional,  // not expected to go on, and not judged
};
std::string_view name(LineRemark remark);
struct LineFinding {
  LineRemark remark{};
  std::string host = {};
  std::string paths = {};  // with commas between
  std::uint64_t points = 0;
  Instant newest = {};
  bool operator==(const LineFinding&) const = default;
};

// A number is all there is to say.
enum class Count : std::uint8_t {
  changed_since,            // files made or changed since the restore point
  too_few_points,           // days with one that are needed
  reaches_back,             // days
  reaches_back_too_little,  // days
};
std::string_view name(Count count);
struct CountFinding {
  Count what{};
  std::uint64_t count = 0;
  bool operator==(const CountFinding&) const = default;
};

enum class Cadence : std::uint8_t { daily, working_days, weekly, irregular };
std::string_view name(Cadence cadence);
struct CadenceFinding {
  Cadence cadence{};
  Date from{std::chrono::sys_days{}};
  Date to{std::chrono::sys_days{}};
  bool operator==(const CadenceFinding&) const = default;
};
struct MissedDay {
  Date day{std::chrono::sys_days{}};
  bool operator==(const MissedDay&) const = default;
};

// A job found on this computer that looks like it makes backups.
struct ScheduledJob {
  std::string name;   // "restic-backup.timer"
  std::string place;  // "/etc/systemd/system"
  bool operator==(const ScheduledJob&) const = default;
};

// A destination that is recognised and not read.
struct FormatNotRead {
  formats::Kind format{};
  bool operator==(const FormatNotRead&) const = default;
};

}  // namespace garde::backups
