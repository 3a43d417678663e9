// One bit for each blob, set from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace garde::formats::restic {

class Bitmap {
 public:
  explicit Bitmap(std::size_t size) : words_((size + 63) / 64) {}

  bool test(std::size_t i) const { return (words_[i / 64].load(std::memory_order_relaxed) >> (i % 64) & 1U) != 0; }
  // True for the one who set it.
  bool set(std::size_t i) {
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    return (words_[i / 64].fetch_or(bit, std::memory_order_relaxed) & bit) == 0;
  }

 private:
  std::vector<std::atomic<std::uint64_t>> words_;
};

}  // namespace garde::formats::restic
