// Bytes written down in tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "base/result.h"

namespace garde::crypto::testing {

inline std::vector<std::byte> hex(std::string_view digits) {
  auto bytes = from_hex(digits);
  GARDE_CHECK(bytes.has_value());
  return std::move(*bytes);
}

inline std::span<const std::byte> text(std::string_view characters) { return std::as_bytes(std::span(characters)); }

// The same bytes for the same seed on every machine, and nothing a compressor could use.
inline std::vector<std::byte> noise(std::size_t size, std::uint64_t seed) {
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<std::byte>(seed >> 56U);
  }
  return bytes;
}

}  // namespace garde::crypto::testing
