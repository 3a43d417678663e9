// Texts that people type in several ways: which two are one, and what letters are left of one.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace garde::accounts {

// The same for two spellings of one login: case folded and composed, accents and scripts kept.
std::string caseless(std::string_view text);

// What a character is made of, in lower case and without accents: "É" is e, "ﬁ" f and i, an accent alone nothing. It
// asks for no memory, so that it may be given those of a password.
inline constexpr std::size_t kMaxBaseLetters = 18;  // U+FDFA, the longest in Unicode
struct BaseLetters {
  std::array<char32_t, kMaxBaseLetters> codes{};
  std::size_t size = 0;
};
BaseLetters base_letters(char32_t code);

}  // namespace garde::accounts
