#include "accounts/exports/folded_text.h"

#include <array>
#include <type_traits>

#include "base/utf8.h"

namespace garde::accounts {
namespace {

// The letters from U+00C0 to U+00FF without their accents; a dot where there is no letter to fold to.
constexpr std::string_view kLatin1 = "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";

FoldedChar fold_one(char32_t code) {
  constexpr char32_t kFirst = 0xC0;
  FoldedChar result{.code = code};
  char letter = code < 0x80 ? static_cast<char>(code) : '\0';
  if (code >= kFirst && code < kFirst + kLatin1.size() && kLatin1[code - kFirst] != '.') {
    letter = kLatin1[code - kFirst];
    result.accented = true;
  }
  result.upper = letter >= 'A' && letter <= 'Z';
  result.folded = result.upper ? static_cast<char>(letter - 'A' + 'a') : letter;
  return result;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&] { return static_cast<unsigned char>(text[at++]); };
  const unsigned lead = byte();
  if (lead < 0x80U) return lead;
  const unsigned more = lead >= 0xF0U ? 3 : lead >= 0xE0U ? 2 : 1;
  char32_t code = lead & (0x3FU >> more);
  for (unsigned i = 0; i < more && at < text.size(); ++i) code = code << 6U | (byte() & 0x3FU);
  return code;
}

std::span<const FoldedChar> fold(std::string_view text, SecretPool& pool) {
  static_assert(std::is_trivially_destructible_v<FoldedChar>);
  const std::size_t count = count_code_points(text);
  const std::span<char> place = pool.reserve(count * sizeof(FoldedChar), alignof(FoldedChar));
  auto* const chars = reinterpret_cast<FoldedChar*>(place.data());
  std::size_t size = 0;
  for (std::size_t at = 0; at < text.size() && size < count;)
    new (chars + size++) FoldedChar(fold_one(next_code_point(text, at)));
  return {chars, size};
}

std::string folded(std::string_view text) {
  std::string word;
  for (std::size_t at = 0; at < text.size();)
    if (const char c = fold_one(next_code_point(text, at)).folded; c != '\0') word += c;
  return word;
}

}  // namespace garde::accounts
