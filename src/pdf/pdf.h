// Documents that can be printed, read aloud, and made again to the byte.
//
// A Document (pdf/document.h) says what is written; render() decides where. The way there:
// blocks are cut into strips of the text's width (pdf/blocks.h), strips are dealt to pages
// (pdf/paginate.h), pages are drawn (pdf/canvas.h), and what a screen reader needs is added
// (pdf/finish.h). Fonts are compiled in (pdf/fonts.h): nothing of the machine shows in the result.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "pdf/document.h"

namespace garde::pdf {

// A box of a sheet that could not hold what was put into it, even at its smallest.
struct Overflow {
  std::size_t sheet = 0;  // from 0
  std::size_t box = 0;
  bool operator==(const Overflow&) const = default;
};

struct Rendered {
  std::string bytes;  // a tagged PDF 1.7 file
  std::size_t pages = 0;
  std::vector<Overflow> overflows;  // the caller decides whether that is good enough
};

// More would be our mistake or an attack, not something anybody prints.
inline constexpr std::size_t kMaxPages = 2000;

// The same document gives the same bytes, on every machine, whatever its locale, zone or fonts.
// invalid_input: no title, no such date, margins that leave no room, a QR code with too much to say, more than
// kMaxPages pages. Any thread may call; documents are made one after the other.
Result<Rendered> render(const Document& document);

// Whether every character can be drawn, a letter maybe without its accent; what cannot is drawn as an empty frame.
Result<bool> can_draw(std::string_view text);

}  // namespace garde::pdf
