// How long a worker takes to be there: the program is executed, its walls are raised, it says hello, does nothing,
// ends. Run by hand on a machine at rest.
#include <algorithm>
#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"
#include "cage/run.h"

int main() {
  constexpr int kStarts = 101;
  std::vector<double> milliseconds;
  garde::cage::Walls walls;
  for (int i = 0; i < kStarts; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    walls = garde::cage::walls_of_this_computer(GARDE_PROGRAM).take();
    milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
  }
  std::ranges::sort(milliseconds);
  fmt::print("walls: Landlock ABI {}, calls filtered {}, memory limited {}\n", walls.landlock, walls.system_calls,
             walls.memory);
  fmt::print(
      "a worker started and ended, {} times: median {:.1f} ms, least {:.1f}, 9 of 10 under {:.1f}, most {:.1f}\n",
      kStarts, milliseconds[kStarts / 2], milliseconds.front(), milliseconds[kStarts * 9 / 10], milliseconds.back());
}
