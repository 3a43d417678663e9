// A loop over many items on several threads; the readers' only use of threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <thread>
#include <vector>

#include "base/mistake.h"

namespace garde::formats {

// Runs `work(next)` on up to `threads` threads, the calling one among them, and waits for all. next() gives
// each item once, in order, then nothing. Whatever a thread keeps between items (contexts, buffers) lives in `work`.
// What one of them throws ends the loop, and is thrown here.
template <class Work>
void for_each_in_parallel(unsigned threads, std::size_t count, Work&& work) {
  std::atomic<std::size_t> taken = 0;
  MistakeCarrier carrier;
  const auto run = [&] {
    auto next = [&]() -> std::optional<std::size_t> {
      const std::size_t item = taken++;
      return item < count ? std::optional(item) : std::nullopt;
    };
    if (!carrier.run([&] { work(next); })) taken = count;
  };
  {
    std::vector<std::jthread> others;
    const std::size_t workers = std::min<std::size_t>(std::max(threads, 1U), count);
    for (std::size_t i = 1; i < workers; ++i) others.emplace_back(run);
    run();
  }
  carrier.rethrow();
}

inline unsigned usual_threads(unsigned asked) {
  return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace garde::formats
