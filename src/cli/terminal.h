// A person at a terminal: a bar that moves while they wait. Nothing of it when the output is not a terminal.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "cli/command.h"
#include "formats/verification.h"

namespace garde::cli {

// Whether the standard error output is a terminal: bars go there, results never do.
bool errors_go_to_a_terminal();

// "[#######---] 64 %  1,2 Go sur 1,9 Go  420 Mo/s  encore 2 s", rewritten in place.
class ProgressBar {
 public:
  explicit ProgressBar(const Context& context);
  ~ProgressBar();  // wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  // From one thread at a time.
  std::function<void(const formats::Progress&)> receiver();

 private:
  void show(const formats::Progress& progress);
  const Context& context_;
  bool on_ = false;
  bool shown_ = false;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point last_;
};

// The line alone, for a width of its own: what ProgressBar writes.
std::string progress_line(const formats::Progress& progress, std::chrono::milliseconds elapsed,
                          const text::Catalogue& texts);

}  // namespace garde::cli
