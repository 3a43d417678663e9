#include "base/hex.h"

#include <array>
#include <cstdint>

namespace garde {
namespace {

constexpr std::uint8_t kNoDigit = 0xFF;
constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kHexDigits.size(); ++i) {
    const char digit = kHexDigits[i];
    values[static_cast<unsigned char>(digit)] = static_cast<std::uint8_t>(i);
    if (digit >= 'a') values[static_cast<unsigned char>(digit - 'a' + 'A')] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

}  // namespace

std::string to_hex(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    text += kHexDigits[std::to_integer<std::size_t>(b >> 4U)];
    text += kHexDigits[std::to_integer<std::size_t>(b & std::byte{15})];
  }
  return text;
}

bool read_hex(std::string_view text, std::span<std::byte> bytes) {
  if (text.size() != 2 * bytes.size()) return false;
  unsigned seen = 0;  // of every digit at once: an index of a backup, a list of leaks hold them by the million
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned high = kValues[static_cast<unsigned char>(text[2 * i])];
    const unsigned low = kValues[static_cast<unsigned char>(text[2 * i + 1])];
    seen |= high | low;
    bytes[i] = static_cast<std::byte>(high << 4U | low);
  }
  return seen < kHexDigits.size();
}

std::optional<std::vector<std::byte>> from_hex(std::string_view text) {
  std::vector<std::byte> bytes(text.size() / 2);
  if (!read_hex(text, bytes)) return std::nullopt;
  return bytes;
}

}  // namespace garde
