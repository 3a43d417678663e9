// What a person, a file or an attacker typed, turned into text the fonts can set.
#pragma once

#include <string>
#include <string_view>

#include "pdf/fonts.h"

namespace garde::pdf {

// Stands for a character no font of ours has; drawn as an empty frame. UTF-8 of U+FFFC.
inline constexpr std::string_view kNoGlyph = "\xEF\xBF\xBC";

// Valid UTF-8 in composed form. Control characters, direction marks and other invisible characters are dropped, every
// kind of line end becomes "\n" and a tab a space. Close relatives stand in for a few missing characters ("›" for "→",
// ">=" for "≥"), a letter loses the accents that the fonts do not have ("ê" for "ễ"); any other missing character
// becomes kNoGlyph.
std::string safe_text(std::string_view text, const Fonts& fonts);

}  // namespace garde::pdf
