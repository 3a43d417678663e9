#include "accounts/exports/byte_reader.h"

namespace garde::accounts {

std::span<const std::byte> ByteReader::bytes(std::uint64_t count) {
  if (count > bytes_.size()) {
    overrun_ = true;
    bytes_ = {};
    return {};
  }
  const auto taken = bytes_.first(count);
  bytes_ = bytes_.subspan(count);
  return taken;
}

std::uint64_t ByteReader::number(std::size_t size) {
  std::uint64_t value = 0;
  std::uint64_t shift = 0;
  for (const std::byte byte : bytes(size)) {
    value |= std::to_integer<std::uint64_t>(byte) << shift;
    shift += 8;
  }
  return value;
}

}  // namespace garde::accounts
