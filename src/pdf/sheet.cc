#include "pdf/sheet.h"

#include <algorithm>
#include <cmath>

#include "pdf/paginate.h"

namespace garde::pdf {
namespace {

constexpr double kRounding = 0.001;  // points
constexpr double kLeading = 1.2;     // of the size
constexpr double kSizeStep = 0.25;   // points
constexpr double kScaleStep = 1.0 / 32;

Rectangle in_points(const Placed& box) {
  return {pdf::in_points(box.x).value, pdf::in_points(box.y).value, pdf::in_points(box.width).value,
          pdf::in_points(box.height).value};
}

Rectangle inside(const Rectangle& area, double padding) {
  return {area.x + padding, area.y + padding, std::max(area.width - 2 * padding, 1.0),
          std::max(area.height - 2 * padding, 1.0)};
}

double top_of(const Rectangle& area, double height, Stand stand) {
  const double spare = std::max(area.height - height, 0.0);
  switch (stand) {
    case Stand::top: return area.y;
    case Stand::middle: return area.y + spare / 2;
    case Stand::bottom: return area.y + spare;
  }
  fail_check("a stand", __FILE__, __LINE__);
}

// The largest of `from`, `from` - `step`, … that fits, and no less than `to`.
std::optional<double> largest_that_fits(double from, double to, double step, const auto& fits) {
  auto low = 0;
  auto high = static_cast<int>(std::floor((from - to) / step + kRounding));
  if (!fits(from - high * step)) return std::nullopt;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (fits(from - middle * step)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return from - low * step;
}

Role role_of(const FittedText& text) {
  constexpr std::array kRoles = {Role::p, Role::h1, Role::h2, Role::h3};
  GARDE_CHECK(text.heading >= 0 && text.heading < static_cast<int>(kRoles.size()));
  return kRoles[static_cast<std::size_t>(text.heading)];
}

class Fitting {
 public:
  Fitting(const FittedText& text, const Layout::Settings& settings, const Rectangle& area)
      : text_(text), settings_(settings), area_(area) {}

  struct Fitted {
    SetText text;
    bool fits = false;
  };
  Fitted run() const {
    constexpr double kEndless = 100'000;
    const SetText lines = set(text_.largest.value, kEndless);
    const double scale = std::min({1.0, area_.width / lines.widest_line(), area_.height / lines.height()});
    const double size = std::floor(text_.largest.value * scale / kSizeStep) * kSizeStep;
    if (size >= text_.smallest.value) return {set(size, area_.width), true};
    const auto broken = largest_that_fits(text_.largest.value, text_.smallest.value, kSizeStep, [&](double each) {
      const SetText attempt = set(each, area_.width);
      return attempt.height() <= area_.height + kRounding && !attempt.breaks_words();
    });
    if (broken) return {set(*broken, area_.width), true};
    return {settings_.typesetter.set_cut(text_.text, style(text_.smallest.value), settings_.theme, area_.width,
                                         area_.height),
            false};
  }

 private:
  TypeStyle style(double size) const {
    return {.type = {{size}, {size * kLeading}}, .face = text_.face, .tone = text_.tone, .align = text_.align};
  }
  SetText set(double size, double width) const {
    return settings_.typesetter.set(text_.text, style(size), settings_.theme, width);
  }

  const FittedText& text_;
  const Layout::Settings& settings_;
  Rectangle area_;
};

bool place_text(const FittedText& content, const Placed& box, const Rectangle& area, const Layout::Settings& settings,
                Structure& structure, Canvas& canvas) {
  auto [text, fits] = Fitting(content, settings, area).run();
  text.tag(structure, structure.add(Structure::kRoot, role_of(content)));
  const double top = top_of(area, text.height(), box.stand);
  for (std::size_t i = 0; i < text.line_count(); ++i)
    text.draw(i, canvas, area.x, top + static_cast<double>(i) * text.leading(), settings.theme);
  return fits;
}

Result<bool> place_blocks(const Blocks& content, const Placed& box, const Rectangle& area,
                          const Layout::Settings& settings, Structure& structure, Canvas& canvas) {
  const auto height_at = [&](double scale) {
    const Theme theme = scaled(settings.theme, scale);
    Structure unused;
    Layout layout({settings.typesetter, theme, settings.box_names, area.height}, unused);
    return height_of(layout.blocks(content, area.width, Structure::kArtifact));
  };
  const auto scale = largest_that_fits(box.largest_scale, std::min(box.smallest_scale, box.largest_scale), kScaleStep,
                                       [&](double each) { return height_at(each) <= area.height + kRounding; });
  const Theme theme = scaled(settings.theme, scale.value_or(box.smallest_scale));
  Layout layout({settings.typesetter, theme, settings.box_names, area.height}, structure);
  const Strips strips = layout.blocks(content, area.width, structure.add(Structure::kRoot, Role::div));
  if (const auto& error = layout.error()) return *error;
  const PageOfStrips shown = paginate(strips, area.height).front();
  draw(shown.strips, canvas, area.x, top_of(area, shown.height, box.stand));
  return scale.has_value();
}

}  // namespace

Result<bool> place(const Placed& box, const Layout::Settings& settings, Structure& structure, Canvas& canvas) {
  const Rectangle edge = in_points(box);
  constexpr double kThin = 0.6;
  if (box.ground || box.border) canvas.belongs_to(Structure::kArtifact);
  if (box.ground) canvas.fill(edge, *box.ground);
  if (box.border) canvas.frame(edge, *box.border, kThin);
  const Rectangle area = inside(edge, pdf::in_points(box.padding).value);
  if (const auto* const text = std::get_if<FittedText>(&box.content))
    return place_text(*text, box, area, settings, structure, canvas);
  return place_blocks(std::get<Blocks>(box.content), box, area, settings, structure, canvas);
}

}  // namespace garde::pdf
