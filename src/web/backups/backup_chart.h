// The history of a destination as pictures: a calendar of restore points, and their size over time. Computed here,
// drawn by templates as SVG.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backups/regularity.h"
#include "base/byte_count.h"
#include "base/instant.h"
#include "text/catalogue.h"

namespace garde::web {

// A restore point as the pictures need it.
struct ChartPoint {
  Date day{};
  std::optional<ByteCount> bytes;
};

struct CalendarCell {
  int x = 0;
  int y = 0;
  std::string kind;   // "made", "missed", "none", "today"
  std::string title;  // "lundi 23 novembre 2026 : sauvegarde faite"
};
struct Calendar {
  int width = 0;
  int height = 0;
  std::vector<CalendarCell> cells;
  std::vector<CalendarCell> months;    // where a month begins: title is its name
  std::vector<CalendarCell> weekdays;  // "l", "m", …
  std::string summary;                 // for those who cannot see it
};
inline constexpr int kCalendarWeeks = 14;

struct SizeChart {
  std::string line;  // "0,80 12,76 …": points of a polyline
  std::string area;  // the same, closed at the foot
  std::string smallest;
  std::string largest;
  std::string from;
  std::string to;
};

// `texts` gives the words of a day: backups.calendar.<kind> {day}.
Calendar make_calendar(std::span<const ChartPoint> points, const backups::Regularity& regularity, Date today,
                       const text::Catalogue& texts);
// Nothing with fewer than two sizes.
std::optional<SizeChart> make_size_chart(std::span<const ChartPoint> points);

}  // namespace garde::web
