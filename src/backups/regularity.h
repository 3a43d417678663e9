// Whether copies are made by a program or by somebody's memory, read from when they were made. Pure: days are those of
// the practice, `today` is an argument.
//
// A weekday is expected when most weeks have a copy on it, so a practice closed at the weekend misses nothing there.
// Old copies that retention has thinned out are not held against it: the window ends where a week
// has less than half the copies of the fullest, and all before it too.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "backups/check.h"
#include "backups/thresholds.h"

namespace garde::backups {

// When a restore point was made, in the practice's own time.
struct LocalTime {
  Date day{};
  std::chrono::minutes of_day{};
};

struct Regularity {
  std::optional<Cadence> cadence = {};  // nothing: too few days with a copy
  std::array<bool, 7> expected{};       // by weekday, from Sunday
  Date from{};                          // the days looked at, both included
  Date to{};
  std::size_t days_expected = 0;
  std::vector<Date> missed;  // expected days without a copy, oldest first
  bool same_hour = false;    // most copies start at about the same hour
};

// `times` in any order. Today is not held against anybody: its copy may still come.
Regularity regularity_of(std::span<const LocalTime> times, Date today, const AutomaticThresholds& thresholds);

Check judge_automatic(const Regularity& regularity, std::span<const ScheduledJob> jobs,
                      const AutomaticThresholds& thresholds);

}  // namespace garde::backups
