#include "pdf/pdf.h"

#include <mutex>

#include <fmt/format.h>

#include "pdf/blocks.h"
#include "pdf/finish.h"
#include "pdf/fonts.h"
#include "pdf/paginate.h"
#include "pdf/safe_text.h"
#include "pdf/sheet.h"

namespace garde::pdf {
namespace {

// Of a stamp: pale enough to read the text over it, dark enough to survive a photocopier.
constexpr Colour kStampColour{0xE2, 0xE6, 0xE7};
constexpr int kStamps = 3;           // down the page
constexpr double kStampShare = 6.2;  // of the width, for a letter's height: a word of eight letters fits
constexpr double kStampLeading = 1.2;
constexpr double kBandLeading = 1.6;  // lines of body text

constexpr double kSmallestText = 36;  // points; less room than this inside the margins is a mistake

Error invalid(std::string detail) {
  return Error{ErrorKind::invalid_input, "document", std::nullopt, std::move(detail)};
}

struct PageNumber {
  std::size_t page;
  std::size_t pages;
};

std::string with_numbers(std::string text, const PageNumber& number) {
  for (const auto& [name, value] : {std::pair{std::string_view("{page}"), number.page}, {"{pages}", number.pages}}) {
    const std::string digits = std::to_string(value);
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += digits.size())
      text.replace(at, name.size(), digits);
  }
  return text;
}

class Press {
 public:
  Press(const Document& document, const Typesetter& typesetter)
      : document_(document),
        typesetter_(typesetter),
        width_(in_points(document.format.width).value),
        height_(in_points(document.format.height).value),
        margin_(in_points(document.format.margin).value) {}

  Result<Rendered> run() {
    const double text_width = width_ - 2 * margin_;
    const double text_height = height_ - 2 * margin_;
    if (text_width < kSmallestText || text_height < kSmallestText) return invalid("the margins leave no room");
    const Layout::Settings settings{typesetter_, document_.theme, document_.box_names, text_height};
    Structure structure;
    Canvas canvas(width_, height_);
    Rendered result;
    result.overflows = TRY(draw_sheets(settings, structure, canvas));
    result.pages = document_.sheets.size();
    Layout layout(settings, structure);
    const Strips strips = layout.blocks(document_.content, text_width, Structure::kRoot);
    if (const auto& error = layout.error()) return *error;
    const std::vector<PageOfStrips> pages = paginate(strips, text_height);
    if (pages.size() > kMaxPages) return invalid(fmt::format("{} pages", pages.size()));
    if (!strips.empty() || document_.sheets.empty()) {
      for (std::size_t i = 0; i < pages.size(); ++i) {
        stamp(canvas);
        draw(pages[i].strips, canvas, margin_, margin_, text_height - pages[i].height);
        running_lines(canvas, {i + 1, pages.size()});
        canvas.end_page();
      }
      result.pages += pages.size();
    }
    const Canvas::Drawing drawing = TRY(std::move(canvas).finish());
    result.bytes = TRY(finish(drawing, structure, document_, typesetter_.plain(document_.title)));
    return result;
  }

 private:
  Result<std::vector<Overflow>> draw_sheets(const Layout::Settings& settings, Structure& structure, Canvas& canvas) {
    if (document_.sheets.size() > kMaxPages) return invalid(fmt::format("{} sheets", document_.sheets.size()));
    std::vector<Overflow> overflows;
    for (std::size_t i = 0; i < document_.sheets.size(); ++i) {
      const std::vector<Placed>& boxes = document_.sheets[i].boxes;
      for (std::size_t j = 0; j < boxes.size(); ++j) {
        const bool fits = TRY(place(boxes[j], settings, structure, canvas));
        if (!fits) overflows.push_back({i, j});
      }
      canvas.end_page();
    }
    return overflows;
  }

  void stamp(Canvas& canvas) const {
    if (!document_.stamp) return;
    canvas.belongs_to(Structure::kArtifact);
    Theme pale = document_.theme;
    pale.ink = kStampColour;
    const double size = width_ / kStampShare;
    const SetText word = typesetter_.set(
        document_.stamp->word,
        {.type = {Points{size}, Points{size * kStampLeading}}, .face = Face::bold, .align = Align::centre}, pale,
        width_);
    for (int i = 1; i <= kStamps; ++i) word.draw(0, canvas, 0, height_ * i / (kStamps + 1) - word.leading() / 2, pale);
    Theme light = document_.theme;
    light.ink = {0xFF, 0xFF, 0xFF};
    const double height = document_.theme.body.leading.value * kBandLeading;
    canvas.fill({0, 0, width_, height}, document_.theme.ink);
    const SetText band =
        typesetter_.set(document_.stamp->band,
                        {.type = document_.theme.body, .face = Face::bold, .align = Align::centre}, light, width_);
    band.draw(0, canvas, 0, (height - band.leading()) / 2, light);
  }

  void running_lines(Canvas& canvas, const PageNumber& number) const {
    const double leading = document_.theme.small.leading.value;
    running_line(canvas, document_.header, (margin_ - leading) / 2, number);
    running_line(canvas, document_.footer, height_ - (margin_ + leading) / 2, number);
  }

  // Read by nobody: a screen reader has its own page numbers.
  void running_line(Canvas& canvas, const std::optional<RunningLine>& line, double y, const PageNumber& number) const {
    if (!line || (number.page == 1 && !line->on_first_page)) return;
    const double width = width_ - 2 * margin_;
    for (const auto& [text, align] : {std::pair{&line->start, Align::start}, {&line->end, Align::end}}) {
      const SetText set =
          typesetter_.set(with_numbers(*text, number),
                          {.type = document_.theme.small, .tone = Tone::muted, .align = align}, document_.theme, width);
      set.draw(0, canvas, margin_, y, document_.theme);
    }
  }

  const Document& document_;
  const Typesetter& typesetter_;
  double width_;
  double height_;
  double margin_;
};

// Cairo 1.16 opens and closes font faces of one FreeType library for the whole process without a lock of its own.
std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

Result<Rendered> render(const Document& document) {
  if (document.title.empty()) return invalid("no title");
  if (!document.date.ok()) return invalid("no such date");
  const std::scoped_lock lock(one_at_a_time());
  const Fonts fonts = TRY(Fonts::load());
  const Typesetter typesetter(fonts, document.language);
  return Press(document, typesetter).run();
}

Result<bool> can_draw(std::string_view text) {
  const std::scoped_lock lock(one_at_a_time());
  const Fonts fonts = TRY(Fonts::load());
  return safe_text(text, fonts).find(kNoGlyph) == std::string::npos;
}

}  // namespace garde::pdf
