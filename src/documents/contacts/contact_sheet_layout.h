// What a contact sheet is drawn with: boxes in millimetres, in black on white, at any scale.
#pragma once

#include <string>
#include <utility>

#include "pdf/document.h"

namespace garde::documents {

// Millimetres of an A4 page; the scale makes another page of them.
struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

// The tone of text on a black band: the sheet has no other accent.
inline constexpr pdf::Tone kOnBlack = pdf::Tone::accent;

class Drawing {
 public:
  explicit Drawing(double scale) : scale_(scale) {}

  void text(const Box& box, pdf::FittedText text, pdf::Stand stand = pdf::Stand::top);
  // From `largest` of the theme's sizes down to `smallest`.
  void blocks(const Box& box, pdf::Blocks blocks, double largest, double smallest);
  void band(const Box& box);    // black
  void border(const Box& box);  // where to cut or to fold
  void rule(double x, double y, double width, double thickness);
  void rank(const Box& box, std::size_t number, double points);  // a number in white on black
  void qr(double x, double y, double side, const std::string& content, const std::string& alternative);

  pdf::Sheet finish() && { return std::move(sheet_); }

 private:
  pdf::Placed& place(const Box& box);

  double scale_;
  pdf::Sheet sheet_;
};

}  // namespace garde::documents
