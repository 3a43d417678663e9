#include "backups/lines.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace garde::backups {
namespace {

using formats::RestorePoint;

constexpr std::size_t kMaxShownPaths = 500;  // bytes: enough to know it by

bool is_in(std::string_view path, std::string_view folder) {
  if (!path.starts_with(folder)) return false;
  return path.size() == folder.size() || folder.ends_with('/') || folder.ends_with('\\') ||
         path[folder.size()] == '/' || path[folder.size()] == '\\';
}

bool is_covered(const Line& line, const Line& by) {
  return std::ranges::all_of(line.paths, [&](const std::string& path) {
    return std::ranges::any_of(by.paths, [&](const std::string& folder) { return is_in(path, folder); });
  });
}

std::size_t days_of(const Line& line) {
  std::set<std::chrono::sys_days> days;
  for (const RestorePoint& point : line.points) days.insert(std::chrono::floor<Days>(point.time));
  return days.size();
}

bool is_kept_up(const Line& line) { return days_of(line) >= kDaysOfAHabit; }

// "/mnt/snapshot-#-#-#/srv": what is mounted anew for each copy.
std::vector<std::string> without_numbers(std::vector<std::string> paths) {
  for (std::string& path : paths) {
    std::string shape;
    for (const char c : path) {
      const bool is_digit = c >= '0' && c <= '9';
      if (!is_digit) shape += c;
      if (is_digit && !shape.ends_with('#')) shape += '#';
    }
    path = std::move(shape);
  }
  return paths;
}

// What restore points of one line have in common.
using Key = std::pair<std::string, std::vector<std::string>>;
Key by_host_and_paths(const RestorePoint& point) { return point.host.empty() ? Key() : Key{point.host, point.paths}; }
Key by_host_and_shape(const RestorePoint& point) {
  return point.host.empty() ? Key() : Key{point.host, without_numbers(point.paths)};
}
// A container draws the name of its host anew for each run.
Key by_shape(const RestorePoint& point) { return {"", by_host_and_shape(point).second}; }

// In the order of their newest.
std::vector<Line> grouped(std::vector<RestorePoint> points, Key (*key_of)(const RestorePoint&)) {
  std::map<Key, Line> groups;
  for (RestorePoint& point : points) {
    Key key = key_of(point);
    std::ranges::sort(key.second);
    Line& line = groups[std::move(key)];
    line.host = point.host;
    line.paths = point.paths;
    line.points.push_back(std::move(point));
  }
  std::vector<Line> lines;
  for (auto& [same, line] : groups) lines.push_back(std::move(line));
  std::ranges::stable_sort(lines, {}, [](const Line& line) { return line.points.back().time; });
  return lines;
}

void take_over(std::vector<RestorePoint> earlier, Line& line) {
  std::ranges::move(earlier, std::back_inserter(line.points));
  std::ranges::stable_sort(line.points, {}, &RestorePoint::time);
}

// A job that was given more to save goes on under its new paths.
std::vector<Line> with_successors(std::vector<Line> lines) {
  std::vector<Line> standing;
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    const auto successor = std::find_if(std::next(line), lines.end(), [&](const Line& later) {
      return later.host == line->host && is_covered(*line, later);
    });
    if (successor != lines.end())
      take_over(std::move(line->points), *successor);
    else
      standing.push_back(std::move(*line));
  }
  return standing;
}

}  // namespace

Lines lines_of(std::span<const RestorePoint> points) {
  Lines lines;
  std::vector<RestorePoint> rest(points.begin(), points.end());
  const auto take_those_kept_up = [&](std::vector<Line> found) {
    rest.clear();
    for (Line& line : found)
      if (is_kept_up(line))
        lines.kept_up.push_back(std::move(line));
      else
        std::ranges::move(line.points, std::back_inserter(rest));
    std::ranges::stable_sort(rest, {}, &RestorePoint::time);
  };
  take_those_kept_up(with_successors(grouped(std::move(rest), by_host_and_paths)));
  for (const auto key : {by_host_and_shape, by_shape}) take_those_kept_up(grouped(std::move(rest), key));
  lines.occasional = with_successors(grouped(std::move(rest), by_host_and_paths));
  return lines;
}

LineFinding finding_of(const Line& line, LineRemark remark) {
  std::string paths;
  for (const std::string& path : line.paths) {
    paths += (paths.empty() ? "" : ", ") + path;
    if (paths.size() > kMaxShownPaths) break;
  }
  if (paths.size() > kMaxShownPaths) paths.replace(kMaxShownPaths, std::string::npos, "…");
  return {.remark = remark,
          .host = line.host.substr(0, kMaxShownPaths),
          .paths = std::move(paths),
          .points = line.points.size(),
          .newest = line.points.back().time};
}

Check worst_of(Question question, std::vector<LineCheck> checks) {
  if (checks.size() == 1) return std::move(checks.front().check);
  Judging judging(question);
  for (LineCheck& one : checks) {
    Check& check = one.check;
    judging.judged.add(check.judgement.judged());
    judging.lower(check.outcome());
    if (check.findings.empty() && check.outcome() == Outcome::passed) continue;
    judging.say(finding_of(*one.line, LineRemark::concerned));
    const std::size_t kept = check.findings.size();
    for (Finding& finding : check.findings) judging.say(std::move(finding));
    judging.leave_unsaid(check.finding_count - kept);
  }
  // Each line was held to what its question calls enough.
  return std::move(judging).finish({.units_percent = 0, .bytes_percent = 0});
}

}  // namespace garde::backups
