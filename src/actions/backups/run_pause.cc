#include "actions/backups/run_pause.h"

namespace garde::actions {
namespace {

// Reading where the incidents stand costs a few milliseconds.
constexpr std::chrono::seconds kLookEvery{2};

}  // namespace

RunPause::RunPause(Pause pause, const std::function<Instant()>& clock, OnProgress on_progress,
                   const std::stop_token& stop)
    : pause_(std::move(pause)),
      clock_(clock),
      on_progress_(std::move(on_progress)),
      looked_at_(clock()),
      asked_(stop, [this] { stop_.request_stop(); }) {}

RunPause::OnProgress RunPause::on_progress() {
  return [this](const formats::Progress& progress) {
    if (on_progress_) on_progress_(progress);
    look();
  };
}

void RunPause::look() {
  const Instant now = clock_();
  if (is_paused_ || now - looked_at_ < kLookEvery) return;
  looked_at_ = now;
  const auto is_on = pause_.is_on();
  if (!is_on || !*is_on) return;
  is_paused_ = true;
  stop_.request_stop();
}

Result<void> RunPause::check(const std::string& destination) const {
  if (is_paused_) return Error{ErrorKind::conflict, destination, std::nullopt, "an incident was opened meanwhile"};
  return {};
}

}  // namespace garde::actions
