// How long wrong passwords make whoever gave them wait: each source by itself, so that nobody keeps somebody else out,
// and on a clock that nobody sets, so that no jump of the date makes a wait of years.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace garde::actions {

// Where tries come from, told apart by what only the real one can show: a browser known to us, a session. All others
// are one source, the empty name.
using TrySource = std::string;

class Tries {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // How much longer `source` has to wait: nothing for its first four wrong passwords in a row, then 1 s, 2 s, … 5 min
  // after the last.
  std::chrono::milliseconds wait(std::string_view source, Moment now) const;
  void record_wrong(std::string_view source, Moment now);
  void record_right(std::string_view source);

  // Beyond them the one that has been quiet the longest is forgotten: known browsers are few, sessions too.
  static constexpr std::size_t kMaxSources = 64;

 private:
  struct Failures {
    int in_a_row = 0;
    Moment last;
  };
  std::map<TrySource, Failures, std::less<>> failures_;
};

}  // namespace garde::actions
