#include "text/french.h"

#include <array>
#include <cmath>
#include <exception>

#include <date/tz.h>
#include <fmt/format.h>

namespace garde::text {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"janvier",   "février", "mars",     "avril",
                                                      "mai",       "juin",    "juillet",  "août",
                                                      "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 7> kWeekDays = {"dimanche", "lundi",    "mardi", "mercredi",
                                                       "jeudi",    "vendredi", "samedi"};

std::string_view month_name(Date day) { return kMonths.at(static_cast<unsigned>(day.month()) - 1); }

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

}  // namespace

std::string number(std::int64_t value) {
  std::string digits = fmt::format("{}", value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, kNarrowNoBreakSpace);
  }
  return digits;
}

std::string size(ByteCount bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"octets", "Ko", "Mo", "Go", "To"};
  double value = static_cast<double>(bytes.value);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  const bool tenths = unit > 0 && value < 9.95;
  std::string digits = tenths ? fmt::format("{:.1f}", value) : number(static_cast<std::int64_t>(std::llround(value)));
  if (const std::size_t dot = digits.find('.'); dot != std::string::npos) {
    if (digits.ends_with(".0")) {
      digits.resize(dot);
    } else {
      digits[dot] = ',';
    }
  }
  return fmt::format("{}{}{}", digits, kNoBreakSpace, bytes.value < 2 && unit == 0 ? "octet" : kUnits.at(unit));
}

std::string short_day(Date day) {
  return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()),
                     static_cast<int>(day.year()));
}

std::string long_day(Date day) {
  const unsigned number = static_cast<unsigned>(day.day());
  return fmt::format("{}{}{}{} {}", number, number == 1 ? "er" : "", kNoBreakSpace, month_name(day),
                     static_cast<int>(day.year()));
}

std::string week_day(Date day) {
  const std::chrono::weekday weekday{std::chrono::sys_days{day}};
  return fmt::format("{} {}", kWeekDays.at(weekday.c_encoding()), long_day(day));
}

std::string month(Date day) { return fmt::format("{} {}", month_name(day), static_cast<int>(day.year())); }

std::string list(const std::vector<std::string>& parts) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += i + 1 == parts.size() ? " et " : ", ";
    joined += parts[i];
  }
  return joined;
}

std::string minutes(std::chrono::minutes length) {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(length);
  const auto rest = length - hours;
  if (hours.count() == 0) return fmt::format("{}{}min", rest.count(), kNoBreakSpace);
  if (rest.count() == 0) return fmt::format("{}{}h", hours.count(), kNoBreakSpace);
  return fmt::format("{}{}h{}{:02}", hours.count(), kNoBreakSpace, kNoBreakSpace, rest.count());
}

Result<Zone> Zone::named(std::string_view name) {
  try {
    return Zone(date::locate_zone(std::string(name)));
  } catch (const std::exception& error) {
    return Error{ErrorKind::not_found, std::string(name), std::nullopt, error.what()};
  }
}

const std::string& Zone::name() const { return zone_of(zone_).name(); }

std::chrono::seconds Zone::offset_at(Instant instant) const {
  return zone_of(zone_).get_info(std::chrono::floor<std::chrono::seconds>(instant)).offset;
}

// Twice, because the first look is made at an hour that is off by the offset itself.
Instant Zone::from_local(Instant local) const { return local - offset_at(local - offset_at(local)); }

Date Zone::day_of(Instant instant) const { return utc_day_of(to_local(instant)); }

std::string Zone::time_of(Instant instant) const {
  const Instant local = to_local(instant);
  const auto since_midnight = std::chrono::floor<std::chrono::minutes>(local - start_of(utc_day_of(local)));
  return fmt::format("{}{}h{}{:02}", since_midnight.count() / 60, kNoBreakSpace, kNoBreakSpace,
                     since_midnight.count() % 60);
}

std::string Zone::day_and_time_of(Instant instant) const {
  return fmt::format("{} à {}", week_day(day_of(instant)), time_of(instant));
}

}  // namespace garde::text
