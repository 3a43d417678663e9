#include "accounts/exports/base64.h"

#include <cstdint>
#include <string_view>

namespace garde::accounts {
namespace {

constexpr std::uint32_t kNoDigit = 64;

constexpr std::uint32_t digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return kNoDigit;
}

}  // namespace

std::optional<std::span<std::byte>> decode_base64_in_place(std::span<char> text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::string_view view(text.data(), text.size());
  const std::size_t padding = view.ends_with("==") ? 2 : view.ends_with('=') ? 1 : 0;
  const auto bytes = std::as_writable_bytes(text);
  std::size_t size = 0;  // three bytes written for four read: never overtakes
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const std::size_t missing = at + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t digit = i < 4 - missing ? digit_of(text[at + i]) : 0;
      if (digit == kNoDigit) return std::nullopt;
      group = group << 6U | digit;
    }
    if ((group & ((1U << (8 * missing)) - 1)) != 0) return std::nullopt;
    for (std::size_t i = 0; i < 3 - missing; ++i) bytes[size++] = static_cast<std::byte>(group >> (16 - 8 * i) & 0xFFU);
  }
  return bytes.first(size);
}

}  // namespace garde::accounts
