// Pages being drawn, in points from their top left corner.
#pragma once

#include <string>
#include <vector>

#include <pango/pango.h>

#include "base/result.h"
#include "pdf/handles.h"
#include "pdf/structure.h"
#include "pdf/theme.h"

namespace garde::pdf {

struct Rectangle {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

// A piece of a page's content that belongs to a node. On each page pieces are numbered from 0 in the
// order they were drawn: it is the number Cairo marks them with.
struct Piece {
  std::size_t page = 0;
  NodeId node = Structure::kArtifact;
};

struct LinkArea {
  std::size_t page = 0;
  NodeId node = Structure::kArtifact;
  Rectangle area;
};

class Canvas {
 public:
  Canvas(double width, double height);
  Canvas(const Canvas&) = delete;  // Cairo writes into bytes_ by address
  Canvas& operator=(const Canvas&) = delete;

  // What is drawn from here to the next call belongs to the node.
  void belongs_to(NodeId node);
  void link(NodeId node, Rectangle area);
  void bookmark(int level, const std::string& name, double y);
  void end_page();

  void fill(Rectangle area, Colour colour, double radius = 0);
  void squares(const std::vector<Rectangle>& squares, double x, double y);  // in black
  void frame(Rectangle area, Colour colour, double thickness, double radius = 0);
  void line(double x1, double y1, double x2, double y2, Colour colour, double thickness);
  void tick(Rectangle box, Colour colour, double thickness);
  // Every space of the text, of whatever kind, can be searched for and copied as an ordinary one.
  void glyphs(const char* text, PangoGlyphItem& item, double x, double baseline, Colour colour);

  // Ends the last page if something was drawn since. The canvas is of no use afterwards.
  struct Drawing {
    std::string bytes;  // a PDF file
    std::vector<Piece> pieces;
    std::vector<LinkArea> links;
    std::size_t pages = 0;
    double page_height = 0;
  };
  Result<Drawing> finish() &&;

 private:
  void use(Colour colour);
  void outline(Rectangle area, double radius);
  void close_piece();

  std::string bytes_;
  double height_;
  SurfaceHandle surface_;
  CairoHandle cairo_;
  bool in_piece_ = false;
  NodeId current_ = Structure::kArtifact;
  std::vector<Piece> pieces_;
  std::vector<LinkArea> links_;
  std::vector<int> bookmarks_;  // the last bookmark of each level, for its children
  std::size_t page_ = 0;
};

}  // namespace garde::pdf
