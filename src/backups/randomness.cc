#include "backups/randomness.h"

namespace garde::backups {

void ByteHistogram::add(std::span<const std::byte> bytes) {
  for (const std::byte byte : bytes) ++counts_[std::to_integer<std::size_t>(byte)];
  size_ += bytes.size();
}

double ByteHistogram::chi_square() const {
  if (size_ == 0) return 0;
  const double expected = static_cast<double>(size_) / static_cast<double>(counts_.size());
  double sum = 0;
  for (const std::uint64_t count : counts_) {
    const double off = static_cast<double>(count) - expected;
    sum += off * off / expected;
  }
  return sum;
}

}  // namespace garde::backups
