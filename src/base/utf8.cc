#include "base/utf8.h"

#include <array>
#include <cstdint>
#include <optional>

namespace garde {
namespace {

constexpr std::array<std::string_view, 7> kSpaces = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};

// Length in bytes of the code point at `at`, or nothing if it is not well formed (Unicode 15, table 3-7).
std::optional<std::size_t> code_point_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint8_t {
    return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : std::uint8_t{0};
  };
  const auto in = [](std::uint8_t value, int low, int high) { return value >= low && value <= high; };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (in(lead, 0xC2, 0xDF)) return in(byte(1), 0x80, 0xBF) ? std::optional<std::size_t>(2) : std::nullopt;
  if (in(lead, 0xE0, 0xEF)) {
    const int low = lead == 0xE0 ? 0xA0 : 0x80;
    const int high = lead == 0xED ? 0x9F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) ? std::optional<std::size_t>(3) : std::nullopt;
  }
  if (in(lead, 0xF0, 0xF4)) {
    const int low = lead == 0xF0 ? 0x90 : 0x80;
    const int high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) && in(byte(3), 0x80, 0xBF) ? std::optional<std::size_t>(4)
                                                                                        : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = code_point_length(text, at);
    if (!length) return at;
    at += *length;
  }
  return std::string_view::npos;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool starts = (static_cast<std::uint8_t>(text[at]) & 0xC0U) != 0x80U;
    if (starts && count-- == 0) break;
  }
  return text.substr(0, at);
}

bool has_control_character(std::string_view text, LineBreaks line_breaks) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<std::uint8_t>(text[at]);
    const bool line_break = c == '\n' || c == '\r' || c == '\t';
    if (line_break && line_breaks == LineBreaks::allowed) continue;
    if (c < 0x20 || c == 0x7F) return true;
    const bool c1 = c == 0xC2 && at + 1 < text.size() && static_cast<std::uint8_t>(text[at + 1]) < 0xA0;
    if (c1) return true;
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : kSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

}  // namespace garde
