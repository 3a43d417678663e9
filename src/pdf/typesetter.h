// Text into lines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/document.h"
#include "pdf/fonts.h"
#include "pdf/handles.h"

namespace garde::pdf {

struct TypeStyle {
  TypeSize type;
  Face face = Face::regular;
  Tone tone = Tone::ink;
  Align align = Align::start;
};

// A paragraph broken into lines of equal height. Copies share the lines.
class SetText {
 public:
  std::size_t line_count() const;
  double leading() const { return leading_; }
  double height() const { return leading_ * static_cast<double>(line_count()); }
  double line_width(std::size_t line) const;
  double widest_line() const;
  bool breaks_words() const;                     // some line begins inside a word
  double baseline() const { return baseline_; }  // from the top of a line

  // Places the text under a node: links become nodes of their own there.
  void tag(Structure& structure, NodeId node);
  void draw(std::size_t line, Canvas& canvas, double x, double y, const Theme& theme) const;

 private:
  friend class Typesetter;
  std::shared_ptr<PangoLayout> layout_;
  std::vector<Run> runs_;          // in effect: the style's face and tone filled in
  std::vector<std::size_t> ends_;  // of each run in the layout's text, in bytes
  std::vector<NodeId> nodes_;      // of each run
  std::vector<double> sizes_;      // of each run, in points
  double leading_ = 0;
  double baseline_ = 0;
  double width_ = 0;
  Align align_ = Align::start;
};

class Typesetter {
 public:
  // `fonts` must outlive it.
  Typesetter(const Fonts& fonts, const std::string& language);
  // Lines no wider than `width` points. Breaks between words, and inside a word only if a line cannot hold it.
  SetText set(const Text& text, const TypeStyle& style, const Theme& theme, double width) const;
  // The same, cut with an ellipsis after as many lines as `height` points hold, at least one.
  SetText set_cut(const Text& text, const TypeStyle& style, const Theme& theme, double width, double height) const;
  // For a name outside the pages: on one line, without what cannot be set.
  std::string plain(std::string_view text) const;

 private:
  const Fonts& fonts_;
  ContextHandle context_;
};

}  // namespace garde::pdf
