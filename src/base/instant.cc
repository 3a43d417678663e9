#include "base/instant.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace garde {
namespace {

using namespace std::chrono;

Error bad(std::string_view text, std::string_view expected) {
  return {ErrorKind::invalid_input, std::string(text), std::nullopt, fmt::format("expected {}", expected)};
}

// Reads exactly `digits` decimal digits at the front of `text` and drops them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const auto y = take_number(text, 4);
  if (!y || !take(text, '-')) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !take(text, '-')) return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d) return std::nullopt;
  const Date date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok() || nearest_readable(date) != date) return std::nullopt;
  return date;
}

// ".123" -> 123 ms; any number of digits, cut after the third.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return milliseconds{0};
  int value = 0;
  std::size_t count = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (count < 3) value = value * 10 + (text.front() - '0');
    ++count;
    text.remove_prefix(1);
  }
  if (count == 0 || count > 9) return std::nullopt;
  for (; count < 3; ++count) value *= 10;
  return milliseconds{value};
}

std::optional<minutes> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return minutes{0};
  if (text.empty()) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto h = take_number(text, 2);
  if (!h || !take(text, ':')) return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || *h > 14 || *m > 59) return std::nullopt;
  return minutes{sign * (*h * 60 + *m)};
}

}  // namespace

Result<Date> parse_date(std::string_view text) {
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date || !rest.empty()) return bad(text, "a day such as 2026-11-23");
  return *date;
}

std::string to_iso(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Instant nearest_readable(Instant time) {
  return std::clamp<Instant>(time, kFirstReadable, Instant{kEndOfReadable} - milliseconds{1});
}

Date nearest_readable(Date day) {
  return std::clamp<std::chrono::sys_days>(std::chrono::sys_days{day}, kFirstReadable, kEndOfReadable - Days{1});
}

Result<Instant> parse_instant(std::string_view text) {
  constexpr std::string_view expected = "a time with its zone such as 2026-11-23T18:30:00+01:00";
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date || !take(rest, 'T')) return bad(text, expected);
  const auto h = take_number(rest, 2);
  if (!h || !take(rest, ':')) return bad(text, expected);
  const auto m = take_number(rest, 2);
  if (!m) return bad(text, expected);
  int second = 0;
  milliseconds fraction{0};
  if (take(rest, ':')) {
    const auto s = take_number(rest, 2);
    const auto f = s ? take_fraction(rest) : std::nullopt;
    if (!s || !f) return bad(text, expected);
    second = *s;
    fraction = *f;
  }
  if (*h > 23 || *m > 59 || second > 59) return bad(text, expected);
  const auto zone = take_zone(rest);
  if (!zone || !rest.empty()) return bad(text, expected);
  return start_of(*date) + hours{*h} + minutes{*m} + seconds{second} + fraction - *zone;
}

std::string to_iso(Instant instant) {
  const auto midnight = floor<days>(instant);
  const hh_mm_ss time{instant - midnight};
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_iso(Date{midnight}), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

Instant start_of(Date date) { return sys_days{date}; }

Date utc_day_of(Instant instant) { return Date{floor<days>(instant)}; }

Date plus_days(Date date, Days count) { return Date{sys_days{date} + count}; }

Days days_between(Date from, Date to) { return sys_days{to} - sys_days{from}; }

}  // namespace garde
