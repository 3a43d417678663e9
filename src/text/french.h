// Numbers, days and times as a French reader expects them. Needs no system locale.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"

namespace garde::text {

inline constexpr std::string_view kNarrowNoBreakSpace = "\u202F";
inline constexpr std::string_view kNoBreakSpace = "\u00A0";

std::string number(std::int64_t value);  // 12 345, the groups joined by narrow no-break spaces
std::string number(std::unsigned_integral auto count) { return number(static_cast<std::int64_t>(count)); }
std::string size(ByteCount bytes);                        // "512 octets", "1,7 Go": decimal units, as disks are sold
std::string short_day(Date day);                          // "23/11/2026"
std::string long_day(Date day);                           // "23 novembre 2026", "1er janvier 2027"
std::string week_day(Date day);                           // "lundi 23 novembre 2026"
std::string month(Date day);                              // "novembre 2026"
std::string list(const std::vector<std::string>& parts);  // "a, b et c"
std::string minutes(std::chrono::minutes length);         // "15 min", "1 h 30"

// The time on the practice's walls. A small value, to be copied.
class Zone {
 public:
  // An IANA name such as "Europe/Paris" or "Indian/Reunion". not_found when the system has no such zone.
  static Result<Zone> named(std::string_view name);
  Date day_of(Instant instant) const;
  std::string time_of(Instant instant) const;          // "18 h 30"
  std::string day_and_time_of(Instant instant) const;  // "lundi 23 novembre 2026 à 18 h 30"
  std::chrono::seconds offset_at(Instant instant) const;
  // What a clock on the wall shows, written as if it were UTC; and when it shows that: the later of the two in an hour
  // shown twice, an hour later for one that is left out.
  Instant to_local(Instant instant) const { return instant + offset_at(instant); }
  Instant from_local(Instant local) const;
  const std::string& name() const;  // "Europe/Paris"

 private:
  explicit Zone(const void* zone) : zone_(zone) {}
  const void* zone_;  // a date::time_zone of the process-wide database; never freed
};

}  // namespace garde::text
