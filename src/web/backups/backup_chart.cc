#include "web/backups/backup_chart.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "text/french.h"

namespace garde::web {
namespace {

// In units of the picture.
constexpr int kCell = 16;
constexpr int kStep = 20;
constexpr int kLeft = 22;  // room for the letters of the weekdays
constexpr int kTop = 20;   // and for the months
constexpr int kWeek = 7;
constexpr int kChartWidth = 600;
constexpr int kChartHeight = 120;

// Monday first, as a French week does.
int row_of(Date day) { return static_cast<int>(std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding()) - 1; }

}  // namespace

Calendar make_calendar(std::span<const ChartPoint> points, const backups::Regularity& regularity, Date today,
                       const text::Catalogue& texts) {
  std::set<std::chrono::sys_days> made;
  for (const ChartPoint& point : points) made.insert(std::chrono::sys_days{point.day});
  const std::set<Date> missed(regularity.missed.begin(), regularity.missed.end());
  Calendar calendar;
  calendar.width = kLeft + kCalendarWeeks * kStep;
  calendar.height = kTop + kWeek * kStep;
  const Date last_monday = plus_days(today, Days{-row_of(today)});
  const Date first = plus_days(last_monday, Days{-kWeek * (kCalendarWeeks - 1)});
  std::size_t made_count = 0;
  std::size_t missed_count = 0;
  for (int i = 0;; ++i) {
    const Date day = plus_days(first, Days{i});
    if (day > today) break;
    const int x = kLeft + i / kWeek * kStep;
    const bool has_copy = made.contains(std::chrono::sys_days{day});
    const bool is_missed = missed.contains(day);
    made_count += has_copy ? 1U : 0U;
    missed_count += is_missed ? 1U : 0U;
    const std::string kind = has_copy ? "made" : is_missed ? "missed" : "none";
    calendar.cells.push_back(
        {x, kTop + row_of(day) * kStep, kind,
         texts.sentence({fmt::format("backups.calendar.{}", kind), {{"day", text::week_day(day)}}})});
    if (static_cast<unsigned>(day.day()) <= kWeek && row_of(day) == 0)
      calendar.months.push_back({x, kTop - 6, "", text::month(day)});
  }
  const std::string letters = texts.sentence("backups.calendar.weekdays");
  for (int row = 0; row < kWeek && static_cast<std::size_t>(row) < letters.size(); row += 2)
    calendar.weekdays.push_back(
        {0, kTop + row * kStep + kCell - 3, "", letters.substr(static_cast<std::size_t>(row), 1)});
  calendar.summary = texts.sentence(
      {"backups.calendar.summary", {{"made", text::number(made_count)}, {"missed", text::number(missed_count)}}});
  return calendar;
}

std::optional<SizeChart> make_size_chart(std::span<const ChartPoint> points) {
  std::vector<ChartPoint> sized;
  std::ranges::copy_if(points, std::back_inserter(sized),
                       [](const ChartPoint& point) { return point.bytes.has_value(); });
  if (sized.size() < 2) return std::nullopt;
  const auto by_size = [](const ChartPoint& point) { return point.bytes->value; };
  const std::uint64_t largest = by_size(*std::ranges::max_element(sized, {}, by_size));
  const std::uint64_t smallest = by_size(*std::ranges::min_element(sized, {}, by_size));
  const Date from = sized.front().day;
  const auto days = std::max<std::int64_t>(1, days_between(from, sized.back().day).count());
  SizeChart chart;
  for (const ChartPoint& point : sized) {
    const auto x = days_between(from, point.day).count() * kChartWidth / days;
    // From zero, so that a file lost does not look like half of them.
    const double share = largest == 0 ? 0 : static_cast<double>(by_size(point)) / static_cast<double>(largest);
    chart.line += fmt::format("{}{},{}", chart.line.empty() ? "" : " ", x,
                              kChartHeight - static_cast<int>(share * (kChartHeight - 10)));
  }
  chart.area = fmt::format("0,{} {} {},{}", kChartHeight, chart.line, kChartWidth, kChartHeight);
  chart.smallest = text::size({smallest});
  chart.largest = text::size({largest});
  chart.from = text::short_day(from);
  chart.to = text::short_day(sized.back().day);
  return chart;
}

}  // namespace garde::web
