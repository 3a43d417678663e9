// Blocks into strips of a given width.
#pragma once

#include <optional>
#include <vector>

#include "pdf/document.h"
#include "pdf/strip.h"
#include "pdf/structure.h"
#include "pdf/typesetter.h"

namespace garde::pdf {

// Everything it is given must outlive the strips it makes.
class Layout {
 public:
  struct Settings {
    const Typesetter& typesetter;
    const Theme& theme;
    const BoxNames& box_names;
    double page_height;  // points; a table row taller than this is cut
  };
  Layout(const Settings& settings, Structure& structure) : settings_(settings), structure_(structure) {}

  Strips blocks(const Blocks& blocks, double width, NodeId parent);
  // The first block that cannot be laid out; it is missing from the strips.
  const std::optional<Error>& error() const { return error_; }
  // One paragraph's lines, under a node of its own role.
  Strips text(const Text& text, const TypeStyle& style, double width, NodeId node);

 private:
  struct Slot {  // of a row: where a cell stands
    double x;
    double width;
  };
  struct Cell {
    double x;
    Strips strips;
  };

  Strips block(const Paragraph& paragraph, double width, NodeId parent);
  Strips block(const Heading& heading, double width, NodeId parent);
  Strips block(const List& list, double width, NodeId parent);
  Strips block(const Callout& callout, double width, NodeId parent);
  Strips block(const Facts& facts, double width, NodeId parent);
  Strips block(const Table& table, double width, NodeId parent);
  Strips block(const Columns& columns, double width, NodeId parent);
  Strips block(const Together& together, double width, NodeId parent);
  Strips block(const Qr& qr, double width, NodeId parent);
  Strips block(const Gauge& gauge, double width, NodeId parent);
  Strips block(const WritingLines& lines, double width, NodeId parent);
  Strips block(const Rule& rule, double width, NodeId parent);
  Strips block(const Spacer& spacer, double width, NodeId parent);
  Strips block(const Fill& fill, double width, NodeId parent);
  Strips block(const PageBreak& page_break, double width, NodeId parent);

  Strips aligned(Blocks blocks, Align align, double width, NodeId parent);
  void keep_together(Strips& strips) const;
  void mark(Strips& item, const List& list, std::size_t index, NodeId label);
  static std::vector<Slot> slots(const std::vector<double>& shares, double width, double gap);
  Strips headings(const Table& table, const std::vector<Slot>& columns, double width, NodeId parent);
  Strips row(std::vector<Cell> cells, double width) const;
  // Cells side by side: one strip, or as many as the longest cell has if the page could not hold one.
  Strips beside(std::vector<Cell> cells) const;

  const Theme& theme() const { return settings_.theme; }
  Settings settings_;
  Structure& structure_;
  std::optional<Error> error_;
};

}  // namespace garde::pdf
