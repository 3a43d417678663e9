#include "formats/named_time.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace garde::formats {
namespace {

using namespace std::chrono;

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;
constexpr std::string_view kSeparators = "-_. ";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<signed char>(c) < 0; }
bool is_separator(char c) { return kSeparators.find(c) != std::string_view::npos; }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Digits at `at`, exactly as many.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  const std::string_view part = text.substr(at, count);
  return std::ranges::all_of(part, is_digit) ? number(part) : std::nullopt;
}

std::optional<Date> date_of(std::optional<unsigned> y, std::optional<unsigned> m, std::optional<unsigned> d) {
  if (!y || !m || !d || *y < kFirstYear || *y > kLastYear) return std::nullopt;
  const Date date{year{static_cast<int>(*y)}, month{*m}, day{*d}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

struct Found {
  NamedTime time;
  std::size_t end = 0;
};

// A day at `at`, its three parts joined by one separator or by nothing.
std::optional<Found> day_at(std::string_view text, std::size_t at) {
  const auto parts = [&](std::array<std::size_t, 3> lengths, bool year_first) -> std::optional<Found> {
    std::size_t place = at;
    std::array<std::optional<unsigned>, 3> numbers;
    std::optional<char> separator;
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0 && place < text.size() && is_separator(text[place])) {
        if (i == 2 && separator != text[place]) return std::nullopt;
        separator = text[place++];
      } else if (i == 2 && separator) {
        return std::nullopt;
      }
      numbers[i] = digits(text, place, lengths[i]);
      place += lengths[i];
    }
    const auto date =
        year_first ? date_of(numbers[0], numbers[1], numbers[2]) : date_of(numbers[2], numbers[1], numbers[0]);
    if (!date) return std::nullopt;
    // Separated parts end where their digits do; run together, they may be followed by a time.
    if (separator && place < text.size() && is_digit(text[place])) return std::nullopt;
    return Found{{.day = *date, .time_of_day = std::nullopt}, place};
  };
  if (const auto found = parts({4, 2, 2}, true)) return found;
  return parts({2, 2, 4}, false);
}

// A time of day behind the day that ends at `at`: hours, minutes, perhaps seconds.
void take_time_of_day(std::string_view text, Found& found) {
  std::size_t at = found.end;
  if (at < text.size() && (is_separator(text[at]) || text[at] == 'T' || text[at] == 't')) ++at;
  if (at + 1 < text.size() && text[at] == '-' && text[at - 1] == ' ') at += 2;  // "2026-11-23 - 02h15"
  const auto hours_part = digits(text, at, 2);
  if (!hours_part || *hours_part > 23) return;
  at += 2;
  const auto between = [&] {
    return at < text.size() && (is_separator(text[at]) || text[at] == 'h' || text[at] == ':');
  };
  if (between()) ++at;
  const auto minutes_part = digits(text, at, 2);
  if (!minutes_part || *minutes_part > 59) return;
  at += 2;
  std::size_t end = at;
  if (between()) ++at;
  if (const auto seconds_part = digits(text, at, 2); seconds_part && *seconds_part < 60) end = at + 2;
  // More digits: this was no time, but a number of its own.
  if (end < text.size() && is_digit(text[end])) return;
  found.time.time_of_day = hours{*hours_part} + minutes{*minutes_part};
  if (end < text.size() && (text[end] == 'Z' || text[end] == 'z')) {
    found.time.is_utc = true;
    ++end;
  }
  found.end = end;
}

struct Word {
  std::string_view text;
  Turn turn;
};
constexpr auto kWords = std::to_array<Word>({
    {"lundi", Turn::weekday},    {"mardi", Turn::weekday},     {"mercredi", Turn::weekday}, {"jeudi", Turn::weekday},
    {"vendredi", Turn::weekday}, {"samedi", Turn::weekday},    {"dimanche", Turn::weekday}, {"monday", Turn::weekday},
    {"tuesday", Turn::weekday},  {"wednesday", Turn::weekday}, {"thursday", Turn::weekday}, {"friday", Turn::weekday},
    {"saturday", Turn::weekday}, {"sunday", Turn::weekday},    {"janvier", Turn::month},    {"février", Turn::month},
    {"fevrier", Turn::month},    {"mars", Turn::month},        {"avril", Turn::month},      {"mai", Turn::month},
    {"juin", Turn::month},       {"juillet", Turn::month},     {"août", Turn::month},       {"aout", Turn::month},
    {"septembre", Turn::month},  {"octobre", Turn::month},     {"novembre", Turn::month},   {"décembre", Turn::month},
    {"decembre", Turn::month},   {"january", Turn::month},     {"february", Turn::month},   {"march", Turn::month},
    {"april", Turn::month},      {"june", Turn::month},        {"july", Turn::month},       {"august", Turn::month},
    {"september", Turn::month},  {"october", Turn::month},     {"november", Turn::month},   {"december", Turn::month},
});
// Followed by a number; rsnapshot, rotated logs, and what people write.
constexpr auto kNumbered = std::to_array<std::string_view>(
    {"hourly", "daily", "weekly", "monthly", "yearly", "jour", "semaine", "mois", "snapshot"});

// The name without what tells the time, and without the separators that joined it.
std::string without(std::string_view name, std::size_t from, std::size_t to) {
  std::string_view before = name.substr(0, from);
  std::string_view after = name.substr(to);
  while (!before.empty() && (is_separator(before.back()) || before.back() == '(' || before.back() == '['))
    before.remove_suffix(1);
  // A dot behind the time begins the ending, and stays.
  while (!after.empty() &&
         (after.front() == ')' || after.front() == ']' || (is_separator(after.front()) && after.front() != '.')))
    after.remove_prefix(1);
  std::string joined(before);
  if (!before.empty() && !after.empty() && after.front() != '.') joined += '-';
  return joined.append(after);
}

std::optional<BackupName> by_date(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (!is_digit(name[at]) || (at > 0 && is_digit(name[at - 1]))) continue;
    auto found = day_at(name, at);
    if (!found) continue;
    take_time_of_day(name, *found);
    if (found->end < name.size() && is_digit(name[found->end])) continue;
    std::size_t from = at;
    if (lower_case(name.substr(0, at)).ends_with("gmt-")) {
      found->time.is_utc = true;
      from = at - 4;
      if (from > 0 && name[from - 1] == '@') --from;
    }
    return BackupName{without(name, from, found->end), found->time, Turn::none};
  }
  return std::nullopt;
}

std::optional<BackupName> by_turn(std::string_view name) {
  const std::string lower = lower_case(name);
  const auto stands_alone = [&](std::size_t from, std::size_t to) {
    return (from == 0 || !is_letter(lower[from - 1])) && (to == lower.size() || !is_letter(lower[to]));
  };
  for (const Word& word : kWords) {
    const std::size_t at = lower.find(word.text);
    if (at == std::string::npos || !stands_alone(at, at + word.text.size())) continue;
    return BackupName{without(name, at, at + word.text.size()), std::nullopt, word.turn};
  }
  for (const std::string_view word : kNumbered) {
    const std::size_t at = lower.find(word);
    if (at == std::string::npos || (at > 0 && is_letter(lower[at - 1]))) continue;
    std::size_t end = at + word.size();
    if (end < lower.size() && is_separator(lower[end])) ++end;
    const std::size_t first_digit = end;
    while (end < lower.size() && is_digit(lower[end])) ++end;
    if (end == first_digit || end - first_digit > 3) continue;
    return BackupName{without(name, at, end), std::nullopt, Turn::numbered};
  }
  return std::nullopt;
}

}  // namespace

BackupName read_backup_name(std::string_view name) {
  if (auto dated = by_date(name)) return *std::move(dated);
  if (auto in_turn = by_turn(name)) return *std::move(in_turn);
  return {.series = std::string(name), .time = std::nullopt};
}

Instant time_of_backup(const BackupName& name, Instant modified) {
  if (!name.time) return modified;
  // The widest zones are 14 hours apart from UTC.
  const Instant named = Instant{start_of(name.time->day)} + name.time->time_of_day.value_or(minutes{0});
  const auto slack = name.time->is_utc ? hours{1} : hours{14};
  const auto length = name.time->time_of_day ? hours{1} : hours{24};
  return modified >= named - slack && modified <= named + length + slack ? modified : named;
}

}  // namespace garde::formats
