// A password character by character, as a person typed it and as a dictionary spells it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "accounts/exports/secret_string.h"

namespace garde::accounts {

// The code point at `at`, which is then set behind it. `text` is UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& at);

struct FoldedChar {
  char32_t code = 0;
  char folded = 0;  // a lower-case letter without accent, or the ASCII character itself; 0 for anything else
  bool upper = false;
  bool accented = false;
};

// The code points of valid UTF-8, in `pool`'s memory.
std::span<const FoldedChar> fold(std::string_view text, SecretPool& pool);

// The same for a word that is no secret; characters that do not fold are left out.
std::string folded(std::string_view text);

}  // namespace garde::accounts
