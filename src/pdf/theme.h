// How documents look: one place for sizes, spaces and colours.
#pragma once

#include <cstdint>

namespace garde::pdf {

struct Millimetres {
  double value = 0;
};
struct Points {  // 1/72 inch, in which type is measured
  double value = 0;
};
constexpr Millimetres operator""_mm(long double value) { return {static_cast<double>(value)}; }
constexpr Millimetres operator""_mm(unsigned long long value) { return {static_cast<double>(value)}; }
constexpr Points operator""_pt(long double value) { return {static_cast<double>(value)}; }
constexpr Points operator""_pt(unsigned long long value) { return {static_cast<double>(value)}; }
constexpr Points in_points(Millimetres length) { return {length.value * 72.0 / 25.4}; }

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  bool operator==(const Colour&) const = default;
};

// A size of type and the distance between its baselines.
struct TypeSize {
  Points size;
  Points leading;
};

struct Theme {
  TypeSize body{10.5_pt, 15_pt};
  TypeSize small{9_pt, 12.5_pt};   // captions, table heads, running lines
  TypeSize lead{12.5_pt, 18_pt};   // the paragraph under a title
  TypeSize title{24_pt, 29_pt};    // heading level 1
  TypeSize section{15_pt, 20_pt};  // heading level 2
  TypeSize topic{11.5_pt, 16_pt};  // heading level 3

  // Every pair keeps a contrast of at least 4.5 on white and on both washes, and differs in grey when printed
  // without colour. Nothing is told by colour alone.
  Colour ink{0x1A, 0x23, 0x26};
  Colour muted{0x51, 0x5D, 0x61};
  Colour accent{0x0F, 0x5C, 0x63};
  Colour line{0xC4, 0xCE, 0xD0};          // rules and table lines
  Colour writing_line{0x8A, 0x96, 0x99};  // dark enough to survive a photocopier
  Colour accent_wash{0xE6, 0xF1, 0xF1};
  Colour neutral_wash{0xF3, 0xF5, 0xF5};

  Points paragraph_gap{7_pt};  // between two paragraphs
  Points item_gap{3.5_pt};     // between two items of a list
  Points block_gap{12_pt};     // around tables, boxes, lists of boxes
  Points section_gap{24_pt};   // above a heading of level 2
  Points indent{16_pt};        // of a list item's text
  Points padding{11_pt};       // inside a box
};

// The same look at another size, for text that must fit or be read from further away.
Theme scaled(const Theme& theme, double factor);

}  // namespace garde::pdf
