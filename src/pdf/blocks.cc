#include "pdf/blocks.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "pdf/drawings.h"

namespace garde::pdf {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

// The space a block asks for above and below itself.
struct Spaces {
  double above;
  double below;
};

Spaces spaces(const Block& block, const Theme& theme) {
  const double paragraph = theme.paragraph_gap.value;
  const double box = theme.block_gap.value;
  const double section = theme.section_gap.value;
  return std::visit(Overloaded{
                        [&](const Paragraph&) { return Spaces{paragraph, paragraph}; },
                        [&](const Heading& heading) {
                          if (heading.level == 1) return Spaces{section, paragraph};
                          if (heading.level == 2) return Spaces{section, 0.8 * paragraph};
                          return Spaces{1.9 * paragraph, 0.3 * paragraph};
                        },
                        [&](const List&) { return Spaces{0.7 * paragraph, paragraph}; },
                        [&](const Gauge&) { return Spaces{paragraph, paragraph}; },
                        [&](const WritingLines&) { return Spaces{paragraph, paragraph}; },
                        [&](const Together& together) {
                          if (together.content.empty()) return Spaces{0, 0};
                          return Spaces{spaces(together.content.front(), theme).above,
                                        spaces(together.content.back(), theme).below};
                        },
                        [&](const Spacer&) { return Spaces{0, 0}; },
                        [&](const Fill&) { return Spaces{box, box}; },
                        [&](const PageBreak&) { return Spaces{0, 0}; },
                        [&](const auto&) { return Spaces{box, box}; },
                    },
                    block);
}

double space_between(const Block& upper, const Block& lower, const Theme& theme) {
  const double below = spaces(upper, theme).below;
  const auto is_heading = [](const Block& block) { return std::holds_alternative<Heading>(block); };
  // A heading stays close to what it announces.
  if (is_heading(upper) && !is_heading(lower)) return below;
  return std::max(below, spaces(lower, theme).above);
}

bool binds_next(const Block& block) {
  if (std::holds_alternative<Heading>(block)) return true;
  const auto* const paragraph = std::get_if<Paragraph>(&block);
  return paragraph != nullptr && paragraph->following == Following::same_page;
}

Role heading_role(int level) {
  if (level == 1) return Role::h1;
  return level == 2 ? Role::h2 : Role::h3;
}

Strip empty_strip(double height) { return {.height = height}; }

}  // namespace

Strips Layout::blocks(const Blocks& blocks, double width, NodeId parent) {
  Strips all;
  const Block* previous = nullptr;
  bool page_break = false;
  for (const Block& each : blocks) {
    if (std::holds_alternative<PageBreak>(each)) {
      page_break = true;
      continue;
    }
    Strips strips = std::visit([&](const auto& kind) { return block(kind, width, parent); }, each);
    if (strips.empty()) continue;
    Strip& first = strips.front();
    first.page_break = std::exchange(page_break, false);
    if (previous != nullptr) {
      first.space_above = space_between(*previous, each, theme());
      if (binds_next(*previous)) first.break_above = std::max(first.break_above, BreakAbove::bad);
    }
    previous = &each;
    std::ranges::move(strips, std::back_inserter(all));
  }
  return all;
}

Strips Layout::text(const Text& text, const TypeStyle& style, double width, NodeId node) {
  SetText set = settings_.typesetter.set(text, style, theme(), width);
  set.tag(structure_, node);
  const auto shared = std::make_shared<const SetText>(std::move(set));
  const std::size_t count = shared->line_count();
  Strips strips(count);
  for (std::size_t i = 0; i < count; ++i) {
    strips[i].height = shared->leading();
    // Neither the first line alone at a foot, nor the last alone at a top.
    if (i == 1 || (i > 0 && i + 1 == count)) strips[i].break_above = BreakAbove::bad;
    strips[i].draw = [shared, i, &look = theme()](Canvas& canvas, double x, double y) {
      shared->draw(i, canvas, x, y, look);
    };
  }
  return strips;
}

Strips Layout::block(const Paragraph& paragraph, double width, NodeId parent) {
  TypeStyle style{.type = theme().body, .align = paragraph.align};
  if (paragraph.prominence == Prominence::lead) style.type = theme().lead;
  if (paragraph.prominence == Prominence::small) style.type = theme().small;
  return text(paragraph.text, style, width, structure_.add(parent, Role::p));
}

Strips Layout::block(const Heading& heading, double width, NodeId parent) {
  TypeStyle style{.type = theme().topic, .face = Face::bold};
  if (heading.level == 1) style.type = theme().title;
  if (heading.level == 2) style = {.type = theme().section, .face = Face::bold, .tone = Tone::accent};
  Strips strips = text(heading.text, style, width, structure_.add(parent, heading_role(heading.level)));
  tie(strips, BreakAbove::bad);
  if (parent == Structure::kArtifact || heading.level > 2) return strips;
  std::string name;
  for (const Run& run : heading.text.runs) name += run.text;
  Strip& first = strips.front();
  first.draw = [draw = std::move(first.draw), name = settings_.typesetter.plain(name), level = heading.level](
                   Canvas& canvas, double x, double y) {
    canvas.bookmark(level, name, y);
    draw(canvas, x, y);
  };
  return strips;
}

void Layout::mark(Strips& item, const List& list, std::size_t index, NodeId label) {
  if (item.empty()) item.push_back(empty_strip(theme().body.leading.value));
  Strip& first = item.front();
  const double hang = first.x;
  std::function<void(Canvas&, double x, double y)> draw_mark;
  if (list.marker == Marker::box) {
    const Box box = list.items[index].box;
    const NodeId figure = structure_.add(label, Role::figure);
    if (figure != Structure::kArtifact) {
      const BoxNames& names = settings_.box_names;
      structure_[figure].alternative = box == Box::empty ? names.empty : box == Box::half ? names.half : names.ticked;
    }
    draw_mark = [box, figure, &look = theme()](Canvas& canvas, double x, double y) {
      canvas.belongs_to(figure);
      draw_box(canvas, x, y, box, look);
    };
  } else {
    const TypeStyle style{.type = theme().body, .face = Face::semibold, .tone = Tone::accent};
    const std::string sign = list.marker == Marker::bullet ? "•" : fmt::format("{}.", index + 1);
    SetText set = settings_.typesetter.set(sign, style, theme(), theme().indent.value * 2);
    set.tag(structure_, label);
    draw_mark = [set = std::make_shared<const SetText>(std::move(set)), &look = theme()](
                    Canvas& canvas, double x, double y) { set->draw(0, canvas, x, y, look); };
  }
  first.draw = [draw_mark = std::move(draw_mark), draw = std::move(first.draw), hang](Canvas& canvas, double x,
                                                                                      double y) {
    draw_mark(canvas, x - hang, y);
    if (draw) draw(canvas, x, y);
  };
}

Strips Layout::block(const List& list, double width, NodeId parent) {
  const NodeId node = structure_.add(parent, Role::l);
  if (node != Structure::kArtifact) structure_[node].numbered = list.marker == Marker::number;
  constexpr std::size_t kTwoDigits = 10;
  constexpr std::size_t kThreeDigits = 100;
  double indent = theme().indent.value;
  if (list.marker == Marker::box) indent *= 1.25;
  if (list.marker == Marker::number && list.items.size() >= kTwoDigits) indent *= 1.4;
  if (list.marker == Marker::number && list.items.size() >= kThreeDigits) indent *= 1.4;
  Strips all;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const NodeId item = structure_.add(node, Role::li);
    const NodeId label = structure_.add(item, Role::lbl);
    Strips strips = blocks(list.items[i].content, width - indent, structure_.add(item, Role::l_body));
    move_right(strips, indent);
    mark(strips, list, i, label);
    strips.front().space_above = i == 0 ? 0 : theme().item_gap.value;
    std::ranges::move(strips, std::back_inserter(all));
  }
  return all;
}

Strips Layout::block(const Callout& callout, double width, NodeId parent) {
  const bool accent = callout.emphasis == Emphasis::accent;
  const double padding = theme().padding.value;
  const double left = 1.35 * padding;
  const auto ground = std::make_shared<const Ground>(Ground{.width = width,
                                                            .padding = padding,
                                                            .wash = accent ? theme().accent_wash : theme().neutral_wash,
                                                            .bar = accent ? theme().accent : theme().muted});
  const NodeId node = structure_.add(parent, Role::div);
  Strips inner;
  inner.push_back(empty_strip(padding));
  Blocks content = callout.content;
  if (!callout.title.runs.empty()) content.insert(content.begin(), Heading{.level = 3, .text = callout.title});
  std::ranges::move(blocks(content, width - left - padding, node), std::back_inserter(inner));
  keep_together(inner);
  if (inner.size() > 1) {
    inner[1].break_above = BreakAbove::never;
    inner[1].space_above = 0;
  }
  inner.push_back(empty_strip(padding));
  inner.back().break_above = BreakAbove::never;
  move_right(inner, left);
  for (Strip& strip : inner)
    strip.grounds.insert(strip.grounds.begin(), {ground, 0, &strip == &inner.front(), &strip == &inner.back()});
  return inner;
}

// What no page can hold is better begun where it stands.
void Layout::keep_together(Strips& strips) const {
  if (height_of(strips) <= settings_.page_height) tie(strips, BreakAbove::reluctant);
}

Strips Layout::block(const Together& together, double width, NodeId parent) {
  Strips strips = blocks(together.content, width, parent);
  keep_together(strips);
  return strips;
}

Strips Layout::block(const Qr& qr, double /*width*/, NodeId parent) {
  const NodeId figure = structure_.add(parent, Role::figure);
  if (figure != Structure::kArtifact) structure_[figure].alternative = qr.alternative;
  Strip strip = empty_strip(in_points(qr.size).value);
  auto squares = qr_squares(qr.content, strip.height);
  if (!squares) {
    if (!error_) error_ = squares.error();
    return {};
  }
  strip.draw = [squares = std::move(squares).take(), figure](Canvas& canvas, double x, double y) {
    canvas.belongs_to(figure);
    canvas.squares(squares, x, y);
  };
  return {strip};
}

Strips Layout::block(const Gauge& gauge, double width, NodeId parent) {
  const NodeId figure = structure_.add(parent, Role::figure);
  if (figure != Structure::kArtifact) structure_[figure].alternative = gauge.alternative;
  const double bar = gauge_width(theme());
  const double gap = 0.8 * theme().body.size.value;
  Strips strips = text(gauge.label, {.type = theme().body, .face = Face::semibold}, width - bar - gap,
                       structure_.add(parent, Role::p));
  move_right(strips, bar + gap);
  Strip& first = strips.front();
  first.draw = [draw = std::move(first.draw), figure, filled = gauge.filled, bar, gap, &look = theme()](
                   Canvas& canvas, double x, double y) {
    canvas.belongs_to(figure);
    draw_gauge(canvas, x - bar - gap, y, filled, look);
    draw(canvas, x, y);
  };
  return strips;
}

Strips Layout::block(const WritingLines& lines, double width, NodeId parent) {
  constexpr double kHandwriting = 24;  // points between lines: 8 mm, as ruled paper
  SetText set = settings_.typesetter.set(lines.label, {.type = theme().body}, theme(), width);
  set.tag(structure_, structure_.add(parent, Role::p));
  const auto label = std::make_shared<const SetText>(std::move(set));
  const double label_width = lines.label.runs.empty() ? 0 : label->line_width(label->line_count() - 1);
  Strips strips;
  for (std::size_t i = 0; i + 1 < label->line_count(); ++i) {
    Strip strip = empty_strip(label->leading());
    strip.draw = [label, i, &look = theme()](Canvas& canvas, double x, double y) {
      label->draw(i, canvas, x, y, look);
    };
    strips.push_back(std::move(strip));
  }
  for (int i = 0; i < std::max(lines.count, 1); ++i) {
    Strip strip = empty_strip(kHandwriting);
    strip.draw = [label, label_width, i, width, &look = theme()](Canvas& canvas, double x, double y) {
      constexpr double kThin = 0.6;
      const double baseline = y + kHandwriting - 0.35 * look.body.size.value;
      double from = x;
      if (i == 0 && label_width > 0) {
        label->draw(label->line_count() - 1, canvas, x, baseline - label->baseline(), look);
        from += label_width + 0.4 * look.body.size.value;
      }
      canvas.belongs_to(Structure::kArtifact);
      canvas.line(from, baseline + 1, x + width, baseline + 1, look.writing_line, kThin);
    };
    strips.push_back(std::move(strip));
  }
  tie(strips, BreakAbove::reluctant);
  return strips;
}

Strips Layout::block(const Rule& /*rule*/, double width, NodeId /*parent*/) {
  constexpr double kThin = 0.75;
  Strip strip = empty_strip(kThin);
  strip.draw = [width, &look = theme()](Canvas& canvas, double x, double y) {
    canvas.belongs_to(Structure::kArtifact);
    canvas.line(x, y + kThin / 2, x + width, y + kThin / 2, look.line, kThin);
  };
  return {strip};
}

Strips Layout::block(const Spacer& spacer, double /*width*/, NodeId /*parent*/) {
  return {empty_strip(spacer.height.value)};
}

Strips Layout::block(const Fill& /*fill*/, double /*width*/, NodeId /*parent*/) {
  Strip strip = empty_strip(0);
  strip.fill = true;
  return {strip};
}

Strips Layout::block(const PageBreak& /*page_break*/, double /*width*/, NodeId /*parent*/) { return {}; }

}  // namespace garde::pdf
