#include "pdf/canvas.h"

#include <algorithm>
#include <numbers>
#include <string_view>
#include <utility>

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>

namespace garde::pdf {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(double width, double height)
    : height_(height),
      surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)),
      cairo_(cairo_create(surface_.get())) {
  // Without a date of ours Cairo would write the time of day. finish() in pdf/finish.h writes the document's.
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
}

void Canvas::close_piece() {
  if (std::exchange(in_piece_, false)) cairo_tag_end(cairo_.get(), "P");
}

void Canvas::belongs_to(NodeId node) {
  if (in_piece_ && node == current_) return;
  close_piece();
  // Every piece is a paragraph to Cairo: only the marks it leaves in the page are used.
  cairo_tag_begin(cairo_.get(), "P", nullptr);
  in_piece_ = true;
  current_ = node;
  pieces_.push_back({page_, node});
}

void Canvas::link(NodeId node, Rectangle area) { links_.push_back({page_, node, area}); }

void Canvas::bookmark(int level, const std::string& name, double y) {
  const auto depth = static_cast<std::size_t>(level - 1);
  bookmarks_.resize(std::min(bookmarks_.size(), depth), CAIRO_PDF_OUTLINE_ROOT);
  const int parent = bookmarks_.empty() ? CAIRO_PDF_OUTLINE_ROOT : bookmarks_.back();
  const std::string place = fmt::format("page={} pos=[0 {:.2f}]", page_ + 1, y);
  const int id =
      cairo_pdf_surface_add_outline(surface_.get(), parent, name.c_str(), place.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
  bookmarks_.resize(depth, parent);
  bookmarks_.push_back(id);
}

void Canvas::end_page() {
  close_piece();
  cairo_show_page(cairo_.get());
  ++page_;
}

void Canvas::use(Colour colour) {
  constexpr double kFull = 255;
  cairo_set_source_rgb(cairo_.get(), colour.red / kFull, colour.green / kFull, colour.blue / kFull);
}

void Canvas::outline(Rectangle area, double radius) {
  cairo_t* const cairo = cairo_.get();
  if (radius <= 0) return cairo_rectangle(cairo, area.x, area.y, area.width, area.height);
  constexpr double kQuarter = std::numbers::pi / 2;
  const double right = area.x + area.width;
  const double foot = area.y + area.height;
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, right - radius, area.y + radius, radius, -kQuarter, 0);
  cairo_arc(cairo, right - radius, foot - radius, radius, 0, kQuarter);
  cairo_arc(cairo, area.x + radius, foot - radius, radius, kQuarter, 2 * kQuarter);
  cairo_arc(cairo, area.x + radius, area.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
}

void Canvas::fill(Rectangle area, Colour colour, double radius) {
  use(colour);
  outline(area, radius);
  cairo_fill(cairo_.get());
}

void Canvas::squares(const std::vector<Rectangle>& squares, double x, double y) {
  use({});
  for (const Rectangle& square : squares)
    cairo_rectangle(cairo_.get(), x + square.x, y + square.y, square.width, square.height);
  cairo_fill(cairo_.get());
}

void Canvas::frame(Rectangle area, Colour colour, double thickness, double radius) {
  use(colour);
  outline(area, radius);
  cairo_set_line_width(cairo_.get(), thickness);
  cairo_stroke(cairo_.get());
}

void Canvas::line(double x1, double y1, double x2, double y2, Colour colour, double thickness) {
  use(colour);
  cairo_set_line_width(cairo_.get(), thickness);
  cairo_move_to(cairo_.get(), x1, y1);
  cairo_line_to(cairo_.get(), x2, y2);
  cairo_stroke(cairo_.get());
}

void Canvas::tick(Rectangle box, Colour colour, double thickness) {
  use(colour);
  cairo_set_line_width(cairo_.get(), thickness);
  cairo_set_line_cap(cairo_.get(), CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo_.get(), CAIRO_LINE_JOIN_ROUND);
  cairo_move_to(cairo_.get(), box.x + 0.2 * box.width, box.y + 0.55 * box.height);
  cairo_line_to(cairo_.get(), box.x + 0.42 * box.width, box.y + 0.78 * box.height);
  cairo_line_to(cairo_.get(), box.x + 0.82 * box.width, box.y + 0.24 * box.height);
  cairo_stroke(cairo_.get());
}

void Canvas::glyphs(const char* text, PangoGlyphItem& item, double x, double baseline, Colour colour) {
  PangoFont* const font = item.item->analysis.font;
  const bool ellipsis = (item.item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0;
  std::string characters;
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  PangoGlyphItemIter at;
  for (bool more = pango_glyph_item_iter_init_start(&at, &item, text); more;
       more = pango_glyph_item_iter_next_cluster(&at)) {
    const std::string_view source(text + at.start_index, static_cast<std::size_t>(at.end_index - at.start_index));
    const bool space = source == " " || source == "\u00A0" || source == "\u202F";
    // An ellipsis stands for text that is not there to be read.
    const std::string_view meaning = ellipsis ? "\u2026" : space ? " " : source;
    const std::size_t before = glyphs.size();
    for (int i = at.start_glyph; i < at.end_glyph; ++i) {
      const PangoGlyphInfo& info = item.glyphs->glyphs[i];
      // Pango empties the space that ends a line; a reader needs it between two words.
      const PangoGlyph glyph = space && !ellipsis ? pango_fc_font_get_glyph(PANGO_FC_FONT(font), ' ') : info.glyph;
      if (glyph != PANGO_GLYPH_EMPTY)
        glyphs.push_back({glyph, x + pango_units_to_double(info.geometry.x_offset),
                          baseline + pango_units_to_double(info.geometry.y_offset)});
      x += pango_units_to_double(info.geometry.width);
    }
    if (glyphs.size() == before) continue;
    characters += meaning;
    clusters.push_back({static_cast<int>(meaning.size()), static_cast<int>(glyphs.size() - before)});
  }
  if (glyphs.empty()) return;
  use(colour);
  cairo_set_scaled_font(cairo_.get(), pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
  cairo_show_text_glyphs(cairo_.get(), characters.data(), static_cast<int>(characters.size()), glyphs.data(),
                         static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()), {});
}

Result<Canvas::Drawing> Canvas::finish() && {
  close_piece();
  const cairo_status_t drawn = cairo_status(cairo_.get());
  cairo_.reset();
  cairo_surface_finish(surface_.get());
  for (const cairo_status_t status : {drawn, cairo_surface_status(surface_.get())})
    if (status != CAIRO_STATUS_SUCCESS)
      return Error{ErrorKind::unsupported, "drawing", std::nullopt, cairo_status_to_string(status)};
  return Drawing{std::move(bytes_), std::move(pieces_), std::move(links_), page_, height_};
}

}  // namespace garde::pdf
