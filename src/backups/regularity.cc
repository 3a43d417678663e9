#include "backups/regularity.h"

#include <algorithm>
#include <set>

namespace garde::backups {
namespace {

constexpr std::size_t kWeek = 7;
constexpr std::size_t kWorkingDays = 3;  // fewer expected weekdays than this is a weekly habit
constexpr int kMinutesOfDay = 24 * 60;

std::size_t weekday_of(Date day) { return std::chrono::weekday{std::chrono::sys_days{day}}.c_encoding(); }

// The oldest day still looked at: going back week by week from `to` while some of a week's days have a copy, up to the
// oldest week that is at least half as full as the fullest. Weeks before it are thin because retention thinned them;
// a thin week after it is one that was missed.
Date dense_from(const std::set<std::chrono::sys_days>& days, Date oldest, Date to) {
  struct Week {
    Date from;
    std::size_t copies = 0;
  };
  std::vector<Week> weeks;
  for (Date next = to; next > oldest;) {
    const Date from = std::max(oldest, plus_days(next, Days{-static_cast<int>(kWeek)}));
    const auto first = days.lower_bound(std::chrono::sys_days{from});
    const auto last = days.lower_bound(std::chrono::sys_days{next});
    if (first == last) break;
    weeks.push_back({from, static_cast<std::size_t>(std::distance(first, last))});
    next = from;
  }
  std::size_t fullest = 0;
  for (const Week& week : weeks) fullest = std::max(fullest, week.copies);
  Date from = to;
  for (const Week& week : weeks)
    if (week.copies * 2 >= fullest) from = week.from;
  // A week cut by the first copy ever begins at that copy.
  const auto first = days.lower_bound(std::chrono::sys_days{from});
  return first == days.end() ? from : std::max(from, Date{*first});
}

// How far a time of day is from another, around midnight too.
int minutes_apart(int a, int b) {
  const int apart = std::abs(a - b) % kMinutesOfDay;
  return std::min(apart, kMinutesOfDay - apart);
}

bool most_at_one_hour(std::span<const LocalTime> times, Date from, std::chrono::minutes tolerance) {
  std::vector<int> minutes;
  for (const LocalTime& time : times)
    if (time.day >= from) minutes.push_back(static_cast<int>(time.of_day.count()));
  if (minutes.empty()) return false;
  // The time nearest to most others; a copy a day for a month is few enough to compare each with each.
  std::size_t best = 0;
  for (const int centre : minutes) {
    const auto near = std::ranges::count_if(
        minutes, [&](int other) { return minutes_apart(centre, other) <= static_cast<int>(tolerance.count()); });
    best = std::max(best, static_cast<std::size_t>(near));
  }
  constexpr std::size_t kMostOfTen = 7;
  return best * 10 >= minutes.size() * kMostOfTen;
}

struct WeekdayCount {
  std::size_t days = 0;
  std::size_t with_copy = 0;
};

std::array<WeekdayCount, kWeek> count_weekdays(const std::set<std::chrono::sys_days>& days, Date from, Date to) {
  std::array<WeekdayCount, kWeek> counts{};
  for (std::chrono::sys_days day{from}; day <= std::chrono::sys_days{to}; day += Days{1}) {
    WeekdayCount& count = counts.at(std::chrono::weekday{day}.c_encoding());
    ++count.days;
    count.with_copy += days.contains(day) ? 1U : 0U;
  }
  return counts;
}

Cadence cadence_of(const std::array<bool, kWeek>& expected) {
  const auto count = static_cast<std::size_t>(std::ranges::count(expected, true));
  if (count == kWeek) return Cadence::daily;
  if (count >= kWorkingDays) return Cadence::working_days;
  return count >= 1 ? Cadence::weekly : Cadence::irregular;
}

}  // namespace

Regularity regularity_of(std::span<const LocalTime> times, Date today, const AutomaticThresholds& thresholds) {
  Regularity found;
  const Date oldest = plus_days(today, -thresholds.window);
  found.to = plus_days(today, Days{-1});
  std::set<std::chrono::sys_days> days;
  for (const LocalTime& time : times)
    if (time.day >= oldest && time.day <= today) days.insert(std::chrono::sys_days{time.day});
  // While copies are being made the window is dense up to its newest copy; the days since are all looked at.
  const Date newest = days.empty() ? oldest : Date{*days.rbegin()};
  found.from = dense_from(days, oldest, plus_days(newest, Days{1}));
  if (days.lower_bound(std::chrono::sys_days{found.from}) == days.end() || days.size() < thresholds.days_needed)
    return found;

  const Date counted_to = std::min(newest, found.to);
  const auto counts = count_weekdays(days, found.from, counted_to);
  for (std::size_t weekday = 0; weekday < kWeek; ++weekday) {
    const WeekdayCount& count = counts.at(weekday);
    found.expected.at(weekday) = count.days > 0 && count.with_copy * 100 >= count.days * thresholds.expected_percent;
  }
  found.cadence = cadence_of(found.expected);
  for (std::chrono::sys_days day{found.from}; day <= std::chrono::sys_days{found.to}; day += Days{1}) {
    if (!found.expected.at(weekday_of(Date{day}))) continue;
    ++found.days_expected;
    if (!days.contains(day)) found.missed.emplace_back(day);
  }
  found.same_hour = most_at_one_hour(times, found.from, thresholds.same_hour);
  return found;
}

Check judge_automatic(const Regularity& regularity, std::span<const ScheduledJob> jobs,
                      const AutomaticThresholds& thresholds) {
  Judging judging(Question::automatic);
  for (const ScheduledJob& job : jobs) judging.say(job);
  if (!regularity.cadence) {
    judging.found(Outcome::not_established, CountFinding{Count::too_few_points, thresholds.days_needed});
    return std::move(judging).finish({});
  }
  judging.judged = {.units = regularity.days_expected, .of = regularity.days_expected};
  judging.say(CadenceFinding{*regularity.cadence, regularity.from, regularity.to});
  for (const Date day : regularity.missed) judging.say(MissedDay{day});
  const bool too_many = regularity.missed.size() * 100 > regularity.days_expected * thresholds.missed_percent;
  if (regularity.cadence == Cadence::irregular || too_many) {
    judging.lower(Outcome::failed);
  } else if (!regularity.same_hour && jobs.empty()) {
    // Regular, at hours that look like a person's: it may stop with that person's holidays.
    judging.found(Outcome::not_established, Remark::hours_vary);
  }
  return std::move(judging).finish({});
}

}  // namespace garde::backups
