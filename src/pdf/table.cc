// Rows of cells: tables, facts and columns.
#include <algorithm>
#include <numeric>
#include <utility>

#include "pdf/blocks.h"

namespace garde::pdf {
namespace {

// As shares of the size of the text.
constexpr double kCellGap = 1.4;
constexpr double kCellPadding = 0.48;
constexpr double kThin = 0.6;
constexpr double kStrong = 1.2;

}  // namespace

std::vector<Layout::Slot> Layout::slots(const std::vector<double>& shares, double width, double gap) {
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  const double free = width - gap * (static_cast<double>(shares.size()) - 1);
  std::vector<Slot> slots;
  double x = 0;
  for (const double share : shares) {
    slots.push_back({x, std::max(free * share / total, 1.0)});
    x += slots.back().width + gap;
  }
  return slots;
}

Strips Layout::beside(std::vector<Cell> cells) const {
  double height = 0;
  std::size_t longest = 0;
  for (const Cell& cell : cells) {
    height = std::max(height, height_of(cell.strips));
    longest = std::max(longest, cell.strips.size());
  }
  if (height <= settings_.page_height) {
    Strip row;
    row.height = height;
    row.draw = [cells = std::make_shared<const std::vector<Cell>>(std::move(cells))](Canvas& canvas, double x,
                                                                                     double y) {
      for (const Cell& cell : *cells) pdf::draw(cell.strips, canvas, x + cell.x, y);
    };
    return {row};
  }
  // The n-th strips of all cells stand on one line.
  Strips rows(longest);
  for (std::size_t i = 0; i < longest; ++i) {
    auto line = std::make_shared<std::vector<Cell>>();
    for (Cell& cell : cells) {
      if (i >= cell.strips.size()) continue;
      rows[i].height = std::max(rows[i].height, cell.strips[i].height);
      rows[i].space_above = std::max(rows[i].space_above, cell.strips[i].space_above);
      line->push_back({cell.x, {std::move(cell.strips[i])}});
    }
    rows[i].draw = [line](Canvas& canvas, double x, double y) {
      for (const Cell& cell : *line) pdf::draw(cell.strips, canvas, x + cell.x, y);
    };
  }
  return rows;
}

Strips Layout::row(std::vector<Cell> cells, double width) const {
  const double padding = kCellPadding * theme().body.size.value;
  Strips strips = beside(std::move(cells));
  if (strips.empty()) strips.emplace_back();
  for (Strip& strip : strips) {
    const bool first = &strip == &strips.front();
    const bool last = &strip == &strips.back();
    const double above = first ? padding : 0;
    strip.height += above + (last ? padding : 0);
    strip.draw = [draw = std::move(strip.draw), above, last, height = strip.height, width, &look = theme()](
                     Canvas& canvas, double x, double y) {
      if (draw) draw(canvas, x, y + above);
      if (!last) return;
      canvas.belongs_to(Structure::kArtifact);
      canvas.line(x, y + height, x + width, y + height, look.line, kThin);
    };
  }
  return strips;
}

Strips Layout::headings(const Table& table, const std::vector<Slot>& columns, double width, NodeId parent) {
  const NodeId node = structure_.add(parent, Role::tr);
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = table.columns[i];
    const TypeStyle style{.type = theme().small, .face = Face::semibold, .tone = Tone::accent, .align = column.align};
    cells.push_back(
        {columns[i].x, text(column.heading, style, columns[i].width, structure_.add(node, Role::th_column))});
  }
  // Headings end on the same line, however many lines each has.
  double height = 0;
  for (const Cell& cell : cells) height = std::max(height, height_of(cell.strips));
  const double foot = height + kCellPadding * theme().body.size.value;
  Strip strip;
  strip.height = foot;
  strip.draw = [cells = std::make_shared<const std::vector<Cell>>(std::move(cells)), height, foot, width,
                &look = theme()](Canvas& canvas, double x, double y) {
    for (const Cell& cell : *cells) pdf::draw(cell.strips, canvas, x + cell.x, y + height - height_of(cell.strips));
    canvas.belongs_to(Structure::kArtifact);
    canvas.line(x, y + foot, x + width, y + foot, look.accent, kStrong);
  };
  return {strip};
}

// A column's alignment is that of the paragraphs in its cells.
Strips Layout::aligned(Blocks blocks, Align align, double width, NodeId parent) {
  for (Block& each : blocks)
    if (auto* const paragraph = std::get_if<Paragraph>(&each); paragraph != nullptr && align != Align::start)
      paragraph->align = align;
  return this->blocks(blocks, width, parent);
}

Strips Layout::block(const Table& table, double width, NodeId parent) {
  if (table.columns.empty()) return {};
  const NodeId node = structure_.add(parent, Role::table);
  std::vector<double> shares;
  for (const Column& column : table.columns) shares.push_back(column.share);
  const std::vector<Slot> columns = slots(shares, width, kCellGap * theme().body.size.value);
  Strips all = headings(table, columns, width, node);
  const auto repeated = std::make_shared<const Strips>(headings(table, columns, width, Structure::kArtifact));
  // Above the rest of a row that was cut, the padding the row began with comes again.
  auto above_rest = std::make_shared<Strips>(*repeated);
  above_rest->push_back({.height = kCellPadding * theme().body.size.value});
  for (const auto& cells : table.rows) {
    GARDE_CHECK(cells.size() <= columns.size());
    const NodeId line = structure_.add(node, Role::tr);
    std::vector<Cell> set;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const NodeId cell = structure_.add(line, Role::td);
      set.push_back({columns[i].x,
                     aligned(i < cells.size() ? cells[i] : Blocks{}, table.columns[i].align, columns[i].width, cell)});
    }
    Strips strips = row(std::move(set), width);
    for (Strip& strip : strips) strip.repeated_above = &strip == &strips.front() ? repeated : above_rest;
    // The headings do not stand alone at a foot.
    if (&cells == &table.rows.front()) strips.front().break_above = BreakAbove::bad;
    std::ranges::move(strips, std::back_inserter(all));
  }
  return all;
}

Strips Layout::block(const Facts& facts, double width, NodeId parent) {
  const NodeId node = structure_.add(parent, Role::table);
  const std::vector<Slot> columns =
      slots({facts.name_share, 1 - facts.name_share}, width, kCellGap * theme().body.size.value);
  Strips all;
  for (const Fact& fact : facts.facts) {
    const NodeId line = structure_.add(node, Role::tr);
    std::vector<Cell> cells;
    cells.push_back({columns[0].x, text(fact.name, {.type = theme().body, .tone = Tone::muted}, columns[0].width,
                                        structure_.add(line, Role::th_row))});
    cells.push_back({columns[1].x, blocks(fact.value, columns[1].width, structure_.add(line, Role::td))});
    std::ranges::move(row(std::move(cells), width), std::back_inserter(all));
  }
  return all;
}

Strips Layout::block(const Columns& columns, double width, NodeId parent) {
  std::vector<double> shares;
  for (const auto& part : columns.parts) shares.push_back(part.share);
  const std::vector<Slot> places = slots(shares, width, columns.gap.value);
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < places.size(); ++i)
    cells.push_back(
        {places[i].x, blocks(columns.parts[i].content, places[i].width, structure_.add(parent, Role::div))});
  return beside(std::move(cells));
}

}  // namespace garde::pdf
