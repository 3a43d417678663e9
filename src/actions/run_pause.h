// Ends a check or a drill once an incident is open, wherever it was opened: on a page, or by another program on the
// same data.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "actions/backup_runs.h"

namespace garde::actions {

// For one run: its progress is what makes this look, every few seconds. The practice and the options must outlive it.
class RunPause {
 public:
  RunPause(Practice& practice, const RunOptions& options);
  RunPause(const RunPause&) = delete;
  RunPause& operator=(const RunPause&) = delete;

  std::function<void(const formats::Progress&)> on_progress();
  std::stop_token stop() const { return stop_.get_token(); }
  // `conflict` once an incident opened during the run: what it found is not kept.
  Result<void> check(const std::string& destination) const;

 private:
  void look();
  Practice& practice_;
  const RunOptions& options_;
  Instant looked_at_;
  bool is_paused_ = false;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> asked_;  // last: it may call at once
};

}  // namespace garde::actions
