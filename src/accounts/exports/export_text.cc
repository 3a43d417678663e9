#include "accounts/exports/export_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/utf8.h"

namespace garde::accounts {
namespace {

// 0x80 to 0x9F; every other byte stands for the code point of its own number. Zero: stands for nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char16_t code_point_of(unsigned char byte) {
  return byte < 0x80U || byte >= 0xA0U ? char16_t{byte} : kWindows1252[byte - 0x80U];
}

std::size_t utf8_size(char16_t code_point) { return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : 3; }

char* append_utf8(char* out, char16_t code_point) {
  const auto put = [&](unsigned bits) { *out++ = static_cast<char>(bits); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | (code_point >> 6U));
    put(0x80U | (code_point & 0x3FU));
  } else {
    put(0xE0U | (code_point >> 12U));
    put(0x80U | ((code_point >> 6U) & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  }
  return out;
}

std::span<char> chars_of(crypto::SecretBytes& memory) {
  return {reinterpret_cast<char*>(memory.bytes().data()), memory.size()};
}

// Nothing when a byte stands for nothing.
std::optional<crypto::SecretBytes> from_windows_1252(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const char16_t code_point = code_point_of(static_cast<unsigned char>(c));
    if (code_point == 0) return std::nullopt;
    size += utf8_size(code_point);
  }
  crypto::SecretBytes converted(size);
  char* out = chars_of(converted).data();
  for (const char c : text) out = append_utf8(out, code_point_of(static_cast<unsigned char>(c)));
  return converted;
}

}  // namespace

Result<ExportText> decode_text(std::string_view subject, crypto::SecretBytes file) {
  const std::span<char> text = chars_of(file);
  const std::string_view view(text.data(), text.size());
  if (view.starts_with("\xFF\xFE") || view.starts_with("\xFE\xFF"))
    return Error{ErrorKind::unsupported, std::string(subject), 0, "UTF-16 text"};
  if (const auto zero = view.find('\0'); zero != std::string_view::npos)
    return Error{ErrorKind::unsupported, std::string(subject), zero, "not a text"};
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (is_utf8(view)) {
    const std::size_t begin = view.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    return ExportText{std::move(file), text.subspan(begin)};
  }
  auto converted = from_windows_1252(view);
  if (!converted)
    return Error{ErrorKind::unsupported, std::string(subject), find_invalid_utf8(view),
                 "neither UTF-8 nor Windows-1252"};
  const std::span<char> utf8 = chars_of(*converted);
  return ExportText{std::move(*converted), utf8};
}

}  // namespace garde::accounts
