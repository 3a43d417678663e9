#include "accounts/exports/export_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "accounts/exports/other_file.h"
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

std::size_t utf8_size(char32_t code_point) {
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

char* append_utf8(char* out, char32_t code_point) {
  const auto put = [&](unsigned bits) { *out++ = static_cast<char>(bits); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | (code_point >> 6U));
    put(0x80U | (code_point & 0x3FU));
  } else if (code_point >= 0x10000) {
    put(0xF0U | (code_point >> 18U));
    put(0x80U | ((code_point >> 12U) & 0x3FU));
    put(0x80U | ((code_point >> 6U) & 0x3FU));
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

enum class ByteOrder : std::uint8_t { little, big };

// A header is written in ASCII at its beginning: every other byte is then zero.
std::optional<ByteOrder> utf16_order(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return ByteOrder::little;
  if (text.starts_with("\xFE\xFF")) return ByteOrder::big;
  constexpr std::size_t kLooked = 8;
  if (text.size() < kLooked) return std::nullopt;
  bool little = true;
  bool big = true;
  for (std::size_t i = 0; i < kLooked; i += 2) {
    little = little && text[i] != 0 && text[i + 1] == 0;
    big = big && text[i] == 0 && text[i + 1] != 0;
  }
  if (little) return ByteOrder::little;
  return big ? std::optional(ByteOrder::big) : std::nullopt;
}

// One code point after the other, and false at the end; zero for half a surrogate pair and for U+0000.
class Utf16Reader {
 public:
  Utf16Reader(std::string_view text, ByteOrder order) : text_(text), order_(order) {}
  bool next(char32_t& code_point) {
    if (at_ + 2 > text_.size()) return false;
    const char16_t unit = take();
    const bool leads = unit >= 0xD800 && unit < 0xDC00;
    code_point = unit >= 0xD800 && unit < 0xE000 ? 0 : unit;
    if (leads && at_ + 2 <= text_.size()) {
      const char16_t trail = take();
      if (trail >= 0xDC00 && trail < 0xE000)
        code_point = 0x10000 + ((char32_t{unit} - 0xD800) << 10U) + (char32_t{trail} - 0xDC00);
    }
    return true;
  }

 private:
  char16_t take() {
    const auto first = static_cast<unsigned char>(text_[at_]);
    const auto second = static_cast<unsigned char>(text_[at_ + 1]);
    at_ += 2;
    return static_cast<char16_t>(order_ == ByteOrder::little ? first | second << 8U : second | first << 8U);
  }
  std::string_view text_;
  ByteOrder order_;
  std::size_t at_ = 0;
};

// Nothing when it is not UTF-16 throughout.
std::optional<crypto::SecretBytes> from_utf16(std::string_view text, ByteOrder order) {
  constexpr char32_t kByteOrderMark = 0xFEFF;
  if (text.size() % 2 != 0) return std::nullopt;
  std::size_t size = 0;
  char32_t code_point = 0;
  for (Utf16Reader reader(text, order); reader.next(code_point);) {
    if (code_point == 0) return std::nullopt;
    if (code_point != kByteOrderMark) size += utf8_size(code_point);
  }
  crypto::SecretBytes converted(size);
  char* out = chars_of(converted).data();
  for (Utf16Reader reader(text, order); reader.next(code_point);)
    if (code_point != kByteOrderMark) out = append_utf8(out, code_point);
  return converted;
}

}  // namespace

Result<ExportText> decode_text(std::string_view subject, crypto::SecretBytes file) {
  const std::span<char> text = chars_of(file);
  const std::string_view view(text.data(), text.size());
  if (const auto order = utf16_order(view)) {
    auto converted = from_utf16(view, *order);
    if (!converted) return unsupported(subject, OtherFile::other_encoding);
    const std::span<char> utf8 = chars_of(*converted);
    return ExportText{std::move(*converted), utf8};
  }
  if (view.find('\0') != std::string_view::npos) return unsupported(subject, OtherFile::binary);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (is_utf8(view)) {
    const std::size_t begin = view.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    return ExportText{std::move(file), text.subspan(begin)};
  }
  auto converted = from_windows_1252(view);
  if (!converted) return unsupported(subject, OtherFile::other_encoding);
  const std::span<char> utf8 = chars_of(*converted);
  return ExportText{std::move(*converted), utf8};
}

}  // namespace garde::accounts
