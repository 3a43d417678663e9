// What makes runs wait: while an incident is open, a disk that is plugged in may be lost.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "formats/verification.h"

namespace garde::actions {

// Whether nothing may read the destinations now. Asked before each run and during it, from its own thread; whoever
// starts runs says how it is known (pause_while_incident of the incidents).
class Pause {
 public:
  explicit Pause(std::function<Result<bool>()> ask) : ask_(std::move(ask)) {}
  Result<bool> is_on() const { return ask_(); }

 private:
  std::function<Result<bool>()> ask_;
};

// Ends a check or a drill once the pause begins, wherever that came from: a page, or another program on the same data.
class RunPause {
 public:
  using OnProgress = std::function<void(const formats::Progress&)>;

  // For one run: its progress is what makes this look, every few seconds. `clock` and what `pause` asks must outlive
  // it.
  RunPause(Pause pause, const std::function<Instant()>& clock, OnProgress on_progress, const std::stop_token& stop);
  RunPause(const RunPause&) = delete;
  RunPause& operator=(const RunPause&) = delete;

  OnProgress on_progress();
  std::stop_token stop() const { return stop_.get_token(); }
  // `conflict` once the pause began during the run: what it found is not kept.
  Result<void> check(const std::string& destination) const;

 private:
  void look();
  const Pause pause_;
  const std::function<Instant()>& clock_;
  const OnProgress on_progress_;
  Instant looked_at_;
  bool is_paused_ = false;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> asked_;  // last: it may call at once
};

}  // namespace garde::actions
