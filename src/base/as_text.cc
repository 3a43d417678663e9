#include "base/as_text.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "base/utf8.h"

namespace garde {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<std::uint8_t>(text[at]) : std::uint8_t{0};
}

// U+0080 to U+009F, the second set of control characters; U+2028 and U+2029, which end a line or a paragraph; and those
// that embed, override or isolate a direction of writing. Nothing when the text begins with none.
std::optional<char32_t> acting_character(std::string_view text) {
  const std::uint8_t lead = byte_at(text, 0);
  const std::uint8_t second = byte_at(text, 1);
  const std::uint8_t third = byte_at(text, 2);
  if (lead == 0xC2 && second < 0xA0) return second;
  if (lead != 0xE2) return std::nullopt;
  const bool line_or_direction = second == 0x80 && third >= 0xA8 && third <= 0xAE;
  const bool isolates = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  if (!line_or_direction && !isolates) return std::nullopt;
  return char32_t{0x2000} + (char32_t{second} & 0x3FU) * 0x40U + (char32_t{third} & 0x3FU);
}

enum class Spelling : std::uint8_t { of_text, of_json };

void write_out(std::uint32_t character, Spelling spelling, std::string& out) {
  if (character == '\n')
    out += "\\n";
  else if (character == '\r')
    out += "\\r";
  else if (character == '\t')
    out += "\\t";
  else if (character < 0x80 && spelling == Spelling::of_text)
    out += fmt::format("\\x{:02x}", character);
  else
    out += fmt::format("\\u{:04x}", character);
}

void write_out_byte(std::uint8_t byte, Spelling spelling, std::string& out) {
  out += spelling == Spelling::of_text ? fmt::format("\\x{:02x}", byte) : "\\ufffd";  // JSON has no bytes
}

std::string written_out(std::string_view bytes, LineBreaks line_breaks, Spelling spelling) {
  std::string out;
  out.reserve(bytes.size());
  std::size_t valid_to = std::min(find_invalid_utf8(bytes), bytes.size());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::uint8_t byte = byte_at(bytes, at);
    const bool line_break = byte == '\n' || byte == '\t';
    if (at == valid_to) {
      write_out_byte(byte, spelling, out);
      valid_to = at + 1 + std::min(find_invalid_utf8(bytes.substr(at + 1)), bytes.size() - at - 1);
    } else if (const auto acting = acting_character(bytes.substr(at))) {
      write_out(static_cast<std::uint32_t>(*acting), spelling, out);
      at += *acting < 0x800 ? 1U : 2U;
    } else if ((byte < 0x20 && !(line_break && line_breaks == LineBreaks::allowed)) || byte == 0x7F) {
      write_out(byte, spelling, out);
    } else {
      out += bytes[at];
    }
  }
  return out;
}

}  // namespace

std::string as_text(std::string_view bytes) {
  constexpr std::string_view kReplacement = "\uFFFD";
  std::string text;
  while (!bytes.empty()) {
    const std::size_t bad = std::min(find_invalid_utf8(bytes), bytes.find('\0'));
    text += bytes.substr(0, bad);
    if (bad == std::string_view::npos) break;
    text += kReplacement;
    bytes.remove_prefix(bad + 1);
  }
  return text;
}

std::string visible_text(std::string_view bytes) { return written_out(bytes, LineBreaks::refused, Spelling::of_text); }
std::string visible_lines(std::string_view text) { return written_out(text, LineBreaks::allowed, Spelling::of_text); }
std::string visible_json(std::string_view json) { return written_out(json, LineBreaks::allowed, Spelling::of_json); }

}  // namespace garde
