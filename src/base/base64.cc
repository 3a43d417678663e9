#include "base/base64.h"

#include <algorithm>
#include <cstdint>

namespace garde {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint32_t kNoDigit = 64;

constexpr std::uint32_t digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return kNoDigit;
}

// How many bytes were written. Three for four characters read: `out` may begin where `text` does, or anywhere else with
// room for them.
std::optional<std::size_t> decode(std::string_view text, std::byte* out) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::size_t size = 0;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const std::size_t missing = at + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t digit = i < 4 - missing ? digit_of(text[at + i]) : 0;
      if (digit == kNoDigit) return std::nullopt;
      group = group << 6U | digit;
    }
    if ((group & ((1U << (8 * missing)) - 1)) != 0) return std::nullopt;
    for (std::size_t i = 0; i < 3 - missing; ++i) out[size++] = static_cast<std::byte>(group >> (16 - 8 * i) & 0xFFU);
  }
  return size;
}

}  // namespace

std::string to_base64(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t present = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < present; ++i) group |= std::to_integer<std::uint32_t>(bytes[at + i]) << (16 - 8 * i);
    for (std::size_t i = 0; i < 4; ++i) text += i <= present ? kAlphabet[(group >> (18 - 6 * i)) & 63U] : '=';
  }
  return text;
}

std::optional<std::vector<std::byte>> from_base64(std::string_view text) {
  std::vector<std::byte> bytes(text.size() / 4 * 3);
  const auto size = decode(text, bytes.data());
  if (!size) return std::nullopt;
  bytes.resize(*size);
  return bytes;
}

std::optional<std::span<std::byte>> decode_base64_in_place(std::span<char> text) {
  const auto bytes = std::as_writable_bytes(text);
  const auto size = decode({text.data(), text.size()}, bytes.data());
  if (!size) return std::nullopt;
  return bytes.first(*size);
}

}  // namespace garde
