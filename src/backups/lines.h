// The lines of a destination: the restore points of one job each, as far as they tell jobs apart. One that stopped is
// not made good by another that goes on; two that save a part each are complete together. docs/decisions/027.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backups/check.h"
#include "formats/archive.h"

namespace garde::backups {

struct Line {
  std::string host;
  std::vector<std::string> paths;             // what its newest restore point was made of
  std::vector<formats::RestorePoint> points;  // oldest first, at least one
};

struct Lines {
  std::vector<Line> kept_up;     // made on so many days that they are expected to go on
  std::vector<Line> occasional;  // on fewer; the one with the newest restore point last
};
inline constexpr std::size_t kDaysOfAHabit = 3;

// Host and paths tell jobs apart, as restic's own `forget --group-by host,paths` does. A job whose paths all lie in
// those of a later one of its host goes on there. Of what is made on fewer days than a habit, paths that differ by
// their digits alone are one job, then those of any host. Restore points that name no host are one line: archives and
// dated folders name themselves as their paths. `points` oldest first.
Lines lines_of(std::span<const formats::RestorePoint> points);

// Says of which line it speaks.
LineFinding finding_of(const Line& line, LineRemark remark);

// One answer of several lines: the worst, and of each line that is not good, or has something to say, which it is.
struct LineCheck {
  const Line* line = nullptr;  // must outlive the call
  Check check;
};
Check worst_of(Question question, std::vector<LineCheck> checks);

}  // namespace garde::backups
