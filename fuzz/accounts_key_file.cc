// Key files of KeePass. Capped: a longer XML is more of the same, and any other file is hashed.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "accounts/exports/key_file.h"
#include "base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const auto file = std::as_bytes(std::span(data, std::min(size, kCap)));
  const auto key = accounts::read_key_file("fuzz", file);
  if (!key) return 0;
  GARDE_CHECK(key->size() == 32);
  // A key written out in digits is the same key.
  std::array<char, 64> digits{};
  for (std::size_t i = 0; i < 32; ++i) {
    const auto byte = std::to_integer<unsigned>(key->bytes()[i]);
    digits[2 * i] = "0123456789abcdef"[byte >> 4U];
    digits[2 * i + 1] = "0123456789ABCDEF"[byte & 15U];
  }
  const auto again = accounts::read_key_file("fuzz", std::as_bytes(std::span(digits)));
  GARDE_CHECK(again.has_value() && std::ranges::equal(again->bytes(), key->bytes()));
  return 0;
}
