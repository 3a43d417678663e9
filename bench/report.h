// What a benchmark prints of its promises: a line each, and whether all were reached.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace garde::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

inline Milliseconds time_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::steady_clock::now() - start;
}

// The median of `count` times.
inline Milliseconds median_of(int count, const std::function<Milliseconds()>& measure) {
  std::vector<Milliseconds> times;
  for (int i = 0; i < count; ++i) times.push_back(measure());
  std::ranges::sort(times);
  return times.at(times.size() / 2);
}

class Report {
 public:
  void promise(std::string_view what, double measured, double target, std::string_view unit,
               std::string_view note = "") {
    const bool reached = measured < target;
    all_reached_ = all_reached_ && reached;
    fmt::print("{:<42}{:>8.2f} {:<4}< {:>3} {:<4}{:<8}{}\n", what, measured, unit, target, unit,
               reached ? "reached" : "MISSED", note);
    std::fflush(stdout);
  }
  bool all_reached() const { return all_reached_; }

 private:
  bool all_reached_ = true;
};

}  // namespace garde::bench
