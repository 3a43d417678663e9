#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace garde::cli {
namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::chrono::milliseconds kBetweenLines{100};  // faster is only flicker
constexpr char kWipeLine[] = "\r\x1b[K";                 // our own: it passes

}  // namespace

bool errors_go_to_a_terminal() { return ::isatty(STDERR_FILENO) == 1; }

std::string progress_line(const formats::Progress& progress, std::chrono::milliseconds elapsed,
                          const text::Catalogue& texts) {
  const double total = static_cast<double>(progress.total.value);
  const double done = static_cast<double>(progress.done.value);
  const double share = total <= 0 ? 0 : std::clamp(done / total, 0.0, 1.0);
  const auto full = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
  const double seconds = static_cast<double>(elapsed.count()) / 1000;
  std::string line =
      fmt::format("[{:#<{}}{:-<{}}] {:3.0f} %  {}", "", full, "", kBarWidth - full, share * 100,
                  texts.sentence({"backups.progress.read",
                                  {{"done", text::size(progress.done)}, {"total", text::size(progress.total)}}}));
  if (seconds < 1 || done <= 0) return line;
  const auto rate = static_cast<std::uint64_t>(done / seconds);
  const auto remaining = static_cast<std::int64_t>((total - done) / std::max(1.0, done / seconds)) + 1;
  return line + texts.sentence({"backups.progress.rate",
                                {{"rate", text::size({rate})}, {"seconds", fmt::format("{}", remaining)}}});
}

ProgressBar::ProgressBar(const Context& context)
    : context_(context), on_(errors_go_to_a_terminal()), begun_(std::chrono::steady_clock::now()), last_(begun_) {}

ProgressBar::~ProgressBar() {
  if (!shown_) return;
  context_.err << kWipeLine;
  context_.err.flush();
}

void ProgressBar::show(const formats::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < kBetweenLines) return;
  last_ = now;
  shown_ = true;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_);
  context_.err << kWipeLine << progress_line(progress, elapsed, context_.library.texts);
  context_.err.flush();
}

std::function<void(const formats::Progress&)> ProgressBar::receiver() {
  if (!on_) return nullptr;
  return [this](const formats::Progress& progress) { show(progress); };
}

}  // namespace garde::cli
