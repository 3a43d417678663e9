#include "pdf/typesetter.h"

#include <algorithm>
#include <utility>

#include "pdf/safe_text.h"

namespace garde::pdf {
namespace {

// The frame that stands for a missing character, as shares of the size of the type.
constexpr double kNoGlyphAdvance = 0.62;
constexpr double kNoGlyphWidth = 0.5;
constexpr double kNoGlyphHeight = 0.66;

int in_pango(double points) { return pango_units_from_double(points); }

PangoWeight weight_of(Face face) {
  switch (face) {
    case Face::regular:
    case Face::italic: return PANGO_WEIGHT_NORMAL;
    case Face::semibold: return PANGO_WEIGHT_SEMIBOLD;
    case Face::bold: return PANGO_WEIGHT_BOLD;
  }
  fail_check("a face", __FILE__, __LINE__);
}

PangoAlignment alignment_of(Align align) {
  switch (align) {
    case Align::start: return PANGO_ALIGN_LEFT;
    case Align::centre: return PANGO_ALIGN_CENTER;
    case Align::end: return PANGO_ALIGN_RIGHT;
  }
  fail_check("an alignment", __FILE__, __LINE__);
}

Colour colour_of(const Run& run, const Theme& theme) {
  if (!run.uri.empty()) return theme.accent;
  switch (run.tone) {
    case Tone::ink: return theme.ink;
    case Tone::muted: return theme.muted;
    case Tone::accent: return theme.accent;
  }
  fail_check("a tone", __FILE__, __LINE__);
}

// Pango measures a line before it breaks it, in 1/1024 point and 32 bits: longer stretches, at the sizes of a poster,
// would overflow.
constexpr std::size_t kLongestStretch = 10'000;  // bytes

// Makes sure that the text from `begin` on has a line end often enough, in the place of a space if there is one.
void break_up(std::string& text, std::size_t begin) {
  std::size_t line = text.rfind('\n', begin) + 1;  // npos + 1 is the text's begin
  while (text.size() - line > kLongestStretch) {
    const std::size_t end = text.find('\n', line);
    if (end != std::string::npos && end - line <= kLongestStretch) {
      line = end + 1;
      continue;
    }
    std::size_t at = text.rfind(' ', line + kLongestStretch);
    if (at == std::string::npos || at <= line) {
      at = std::max(line + kLongestStretch, begin);
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        ++at;  // not inside a character
      text.insert(at, "\n");
    } else {
      text[at] = '\n';
    }
    line = at + 1;
  }
}

class Attributes {
 public:
  void add(PangoAttribute* attribute, std::size_t begin, std::size_t end) {
    attribute->start_index = static_cast<guint>(begin);
    attribute->end_index = static_cast<guint>(end);
    pango_attr_list_insert(list_.get(), attribute);
  }
  PangoAttrList* get() const { return list_.get(); }

 private:
  AttributesHandle list_{pango_attr_list_new()};
};

void add_no_glyph_frames(Attributes& attributes, const std::string& text, std::size_t from, double size) {
  const PangoRectangle box{0, in_pango(-kNoGlyphHeight * size), in_pango(kNoGlyphAdvance * size),
                           in_pango(kNoGlyphHeight * size)};
  while ((from = text.find(kNoGlyph, from)) != std::string::npos) {
    const std::size_t begin = from;
    while (std::string_view(text).substr(from).starts_with(kNoGlyph)) from += kNoGlyph.size();
    attributes.add(pango_attr_shape_new(&box, &box), begin, from);
  }
}

bool has_no_glyph(const char* text, const PangoItem& item) {
  if ((item.analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0) return false;
  return std::string_view(text + item.offset, static_cast<std::size_t>(item.length)).starts_with(kNoGlyph);
}

}  // namespace

Typesetter::Typesetter(const Fonts& fonts, const std::string& language)
    : fonts_(fonts), context_(fonts.context(language)) {}

SetText Typesetter::set(const Text& text, const TypeStyle& style, const Theme& theme, double width) const {
  SetText result;
  result.leading_ = style.type.leading.value;
  result.align_ = style.align;
  result.width_ = width;
  const double small = theme.small.size.value / theme.body.size.value;
  const FontDescriptionHandle font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), kFontFamily);
  pango_font_description_set_size(font.get(), in_pango(style.type.size.value));

  std::string all;
  Attributes attributes;
  for (Run run : text.runs) {
    const std::size_t begin = all.size();
    all += safe_text(run.text, fonts_);
    break_up(all, begin);
    if (all.size() == begin) continue;
    if (run.face == Face::regular) run.face = style.face;
    if (run.tone == Tone::ink) run.tone = style.tone;
    const double size = style.type.size.value * (run.size == Size::small ? small : 1);
    attributes.add(pango_attr_weight_new(weight_of(run.face)), begin, all.size());
    attributes.add(pango_attr_style_new(run.face == Face::italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL), begin,
                   all.size());
    attributes.add(pango_attr_size_new(in_pango(size)), begin, all.size());
    // Pango joins neighbours that look alike to it; a colour of its own keeps the pieces of each run apart.
    attributes.add(pango_attr_foreground_new(static_cast<guint16>(result.runs_.size()), 0, 0), begin, all.size());
    add_no_glyph_frames(attributes, all, begin, size);
    run.text.clear();
    result.runs_.push_back(std::move(run));
    result.sizes_.push_back(size);
    result.ends_.push_back(all.size());
  }
  attributes.add(pango_attr_insert_hyphens_new(FALSE), 0, all.size());
  result.nodes_.assign(result.runs_.size(), Structure::kArtifact);

  PangoLayout* const layout = pango_layout_new(context_.get());
  result.layout_.reset(layout, g_object_unref);
  pango_layout_set_font_description(layout, font.get());
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, alignment_of(style.align));
  pango_layout_set_width(layout, in_pango(std::max(width, 1.0)));
  pango_layout_set_attributes(layout, attributes.get());
  pango_layout_set_text(layout, all.data(), static_cast<int>(all.size()));

  PangoFontMetrics* const metrics =
      pango_context_get_metrics(context_.get(), font.get(), pango_context_get_language(context_.get()));
  const double ascent = pango_units_to_double(pango_font_metrics_get_ascent(metrics));
  const double descent = pango_units_to_double(pango_font_metrics_get_descent(metrics));
  pango_font_metrics_unref(metrics);
  result.baseline_ = (result.leading_ - ascent - descent) / 2 + ascent;
  return result;
}

SetText Typesetter::set_cut(const Text& text, const TypeStyle& style, const Theme& theme, double width,
                            double height) const {
  SetText result = set(text, style, theme, width);
  // Pango counts lines when the height is negative.
  const int lines = std::max(1, static_cast<int>(height / result.leading_));
  pango_layout_set_height(result.layout_.get(), -lines);
  pango_layout_set_ellipsize(result.layout_.get(), PANGO_ELLIPSIZE_END);
  return result;
}

std::string Typesetter::plain(std::string_view text) const {
  std::string plain = safe_text(text, fonts_);
  std::ranges::replace(plain, '\n', ' ');
  for (std::size_t at; (at = plain.find(kNoGlyph)) != std::string::npos;) plain.erase(at, kNoGlyph.size());
  return plain;
}

std::size_t SetText::line_count() const { return static_cast<std::size_t>(pango_layout_get_line_count(layout_.get())); }

double SetText::line_width(std::size_t line) const {
  PangoRectangle logical;
  pango_layout_line_get_extents(pango_layout_get_line_readonly(layout_.get(), static_cast<int>(line)), nullptr,
                                &logical);
  return pango_units_to_double(logical.width);
}

double SetText::widest_line() const {
  double widest = 0;
  for (std::size_t i = 0; i < line_count(); ++i) widest = std::max(widest, line_width(i));
  return widest;
}

bool SetText::breaks_words() const {
  int count = 0;
  const PangoLogAttr* const attributes = pango_layout_get_log_attrs_readonly(layout_.get(), &count);
  const char* const text = pango_layout_get_text(layout_.get());
  for (std::size_t i = 1; i < line_count(); ++i) {
    const int start = pango_layout_get_line_readonly(layout_.get(), static_cast<int>(i))->start_index;
    const glong character = g_utf8_pointer_to_offset(text, text + start);
    if (character < count && !attributes[character].is_line_break) return true;
  }
  return false;
}

void SetText::tag(Structure& structure, NodeId node) {
  const bool has_links = std::ranges::any_of(runs_, [](const Run& run) { return !run.uri.empty(); });
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (!has_links) {
      nodes_[i] = node;
    } else if (i > 0 && runs_[i].uri == runs_[i - 1].uri) {
      nodes_[i] = nodes_[i - 1];
    } else {
      nodes_[i] = structure.add(node, runs_[i].uri.empty() ? Role::span : Role::link);
      if (nodes_[i] == Structure::kArtifact || runs_[i].uri.empty()) continue;
      structure[nodes_[i]].uri = runs_[i].uri;
    }
  }
}

void SetText::draw(std::size_t line, Canvas& canvas, double x, double y, const Theme& theme) const {
  const char* const text = pango_layout_get_text(layout_.get());
  const double baseline = y + baseline_;
  if (align_ != Align::start) x += (width_ - line_width(line)) / (align_ == Align::centre ? 2 : 1);
  const PangoLayoutLine* const pango_line = pango_layout_get_line_readonly(layout_.get(), static_cast<int>(line));
  for (const GSList* at = pango_line->runs; at != nullptr; at = at->next) {
    auto* const item = static_cast<PangoGlyphItem*>(at->data);
    const auto offset = static_cast<std::size_t>(item->item->offset);
    const auto index = static_cast<std::size_t>(std::ranges::upper_bound(ends_, offset) - ends_.begin());
    const Run& run = runs_[index];
    const double size = sizes_[index];
    const Colour colour = colour_of(run, theme);
    const double width = pango_units_to_double(pango_glyph_string_get_width(item->glyphs));
    canvas.belongs_to(nodes_[index]);
    if (has_no_glyph(text, *item->item)) {
      for (int i = 0; i < item->item->num_chars; ++i)
        canvas.frame({x + i * kNoGlyphAdvance * size, baseline - kNoGlyphHeight * size, kNoGlyphWidth * size,
                      kNoGlyphHeight * size},
                     colour, 0.06 * size);
    } else {
      canvas.glyphs(text, *item, x, baseline, colour);
    }
    if (!run.uri.empty()) {
      canvas.line(x, baseline + 0.13 * size, x + width, baseline + 0.13 * size, colour, 0.05 * size);
      if (nodes_[index] != Structure::kArtifact) canvas.link(nodes_[index], {x, y, width, leading_});
    }
    x += width;
  }
}

}  // namespace garde::pdf
