// Numbers as most formats write them. Each reads from the front of `bytes`, which must hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace garde::formats {

inline std::uint16_t read_u16_le(std::span<const std::byte> bytes) {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[0]) | std::to_integer<unsigned>(bytes[1]) << 8U);
}

inline std::uint32_t read_u32_le(std::span<const std::byte> bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8U | std::to_integer<std::uint32_t>(bytes[i]);
  return value;
}

inline std::uint64_t read_u64_le(std::span<const std::byte> bytes) {
  return read_u32_le(bytes) | std::uint64_t{read_u32_le(bytes.subspan(4))} << 32U;
}

}  // namespace garde::formats
