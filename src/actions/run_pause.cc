#include "actions/run_pause.h"

namespace garde::actions {
namespace {

// Reading where the incidents stand costs a few milliseconds.
constexpr std::chrono::seconds kLookEvery{2};

}  // namespace

RunPause::RunPause(Practice& practice, const RunOptions& options)
    : practice_(practice),
      options_(options),
      looked_at_(practice.now()),
      asked_(options.stop, [this] { stop_.request_stop(); }) {}

std::function<void(const formats::Progress&)> RunPause::on_progress() {
  return [this](const formats::Progress& progress) {
    if (options_.on_progress) options_.on_progress(progress);
    look();
  };
}

void RunPause::look() {
  const Instant now = practice_.now();
  if (is_paused_ || now - looked_at_ < kLookEvery) return;
  looked_at_ = now;
  const auto paused = backups_paused(practice_);
  if (!paused || !*paused) return;
  is_paused_ = true;
  stop_.request_stop();
}

Result<void> RunPause::check(const std::string& destination) const {
  if (is_paused_) return Error{ErrorKind::conflict, destination, std::nullopt, "an incident was opened meanwhile"};
  return {};
}

}  // namespace garde::actions
