// Points in time and calendar days. `now` is always an argument: only actions and main read a clock.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC
using Date = std::chrono::year_month_day;                          // a calendar day, no zone
using Days = std::chrono::days;

// "2026-11-23". Only days that exist; years 1900 to 2199, of this and of what follows.
Result<Date> parse_date(std::string_view text);
std::string to_iso(Date date);

// "2026-11-23T18:30:00+01:00", "2026-11-23T17:30Z"; the zone is required, a fraction of a second is cut to ms.
Result<Instant> parse_instant(std::string_view text);
std::string to_iso(Instant instant);  // "2026-11-23T17:30:00.000Z"

// What is read back from its spelling. A backup may tell any time: the nearest of these is kept.
inline constexpr std::chrono::sys_days kFirstReadable{std::chrono::year{1900} / 1 / 1};
inline constexpr std::chrono::sys_days kEndOfReadable{std::chrono::year{2200} / 1 / 1};
Instant nearest_readable(Instant time);
Date nearest_readable(Date day);

// The UTC midnight that opens a day; and the UTC day an instant falls on. Local days belong to text/.
Instant start_of(Date date);
Date utc_day_of(Instant instant);

Date plus_days(Date date, Days days);
Days days_between(Date from, Date to);  // negative when `to` is earlier

}  // namespace garde
