// What a benchmark prints beside its own figure: other tools, and what this computer can do at all.
#pragma once

#include <chrono>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::bench {

inline double seconds_of(const auto& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// The best of `times`: what the computer does when nobody else asks for it.
inline double best_of(int times, const auto& work) {
  double best = seconds_of(work);
  for (int i = 1; i < times; ++i) best = std::min(best, seconds_of(work));
  return best;
}

inline void run(const std::string& command) { GARDE_CHECK(std::system(command.c_str()) == 0); }

inline void say(std::string_view what, double seconds, double bytes, double ours) {
  fmt::print("{:<44} {:8.2f} s {:8.0f} MB/s {:6.2f}\n", what, seconds, bytes / seconds / 1e6, seconds / ours);
}

}  // namespace garde::bench
