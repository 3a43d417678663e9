// Whether bytes can be told from random ones. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace garde::backups {

// Bytes counted by value, as many as are added.
class ByteHistogram {
 public:
  void add(std::span<const std::byte> bytes);
  std::uint64_t size() const { return size_; }
  // The sum of (seen - expected)² / expected over the 256 values, against all being as frequent; 0 when empty.
  // About 255 for random bytes whatever their number; it grows with the number of any others.
  double chi_square() const;

 private:
  std::array<std::uint64_t, 256> counts_{};
  std::uint64_t size_ = 0;
};

}  // namespace garde::backups
