// The time and the series that the name of a backup tells: "dossiers_23112026.zip" is of 23 November 2026, in the
// series "dossiers.zip".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace garde::formats {

struct NamedTime {
  Date day;
  std::optional<std::chrono::minutes> time_of_day;  // since midnight
  bool is_utc = false;                              // else of the zone in which the computer was
  bool operator==(const NamedTime&) const = default;
};

enum class Turn : std::uint8_t {
  none,
  weekday,   // "lundi", "Tuesday": overwritten each week
  month,     // "janvier", "march": each year
  numbered,  // "daily.0", "hourly.3", "semaine 2": moved along or overwritten in turn
};

struct BackupName {
  std::string series;  // what is left without the time; the same for all backups of one job, possibly empty
  std::optional<NamedTime> time;
  Turn turn = Turn::none;
  bool is_told() const { return time.has_value() || turn != Turn::none; }
  bool operator==(const BackupName&) const = default;
};

// Understands 2026-11-23, 20261123, 23-11-2026, 23112026, with '-', '_', '.', ' ' or nothing between; a time of day
// behind it (T021500, _02-15, 02h15); Synology's and Samba's @GMT-2026.11.23-02.15.00. The years are 1990 to 2099.
BackupName read_backup_name(std::string_view name);

// When the backup was made: `modified`, the time on the disk, where the name does not contradict it, since it is exact
// to the second; else what the name says, since copying a file may change its time, and nobody renames it.
Instant time_of_backup(const BackupName& name, Instant modified);

}  // namespace garde::formats
