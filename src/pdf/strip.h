// Laid out content, cut into horizontal strips: the smallest things a page break can part.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "pdf/canvas.h"

namespace garde::pdf {

// How bad a page break just above a strip would be.
enum class BreakAbove : std::uint8_t {
  free,
  reluctant,  // parts what would rather stay together
  bad,        // strands a single line or a heading
  never,      // cuts off a box's edge
};

// The ground of a box, drawn behind the strips it holds on each page it reaches.
struct Ground {
  double width = 0;
  double padding = 0;  // kept between the text and an edge that a page break makes
  Colour wash{};
  Colour bar{};  // along the left edge
};

struct Strip;
using Strips = std::vector<Strip>;

struct Strip {
  double height = 0;
  double space_above = 0;  // left out at the top of a page
  BreakAbove break_above = BreakAbove::free;
  bool page_break = false;  // starts a page
  bool fill = false;        // grows into the room its page has left
  double x = 0;             // from the left of what holds it
  std::function<void(Canvas&, double x, double y)> draw{};

  struct OnGround {
    std::shared_ptr<const Ground> ground{};
    double x;
    bool first;  // the ground begins with this strip
    bool last;   // and ends with this one
  };
  std::vector<OnGround> grounds{};                 // outermost first
  std::shared_ptr<const Strips> repeated_above{};  // drawn above when this strip opens a page: a table's headings
};

double height_of(std::span<const Strip> strips);
void move_right(Strips& strips, double distance);
// No page break below a strip of these is freer than this.
void tie(std::span<Strip> strips, BreakAbove at_least);

// Draws strips one below the other with their grounds; those that fill share `spare` points.
void draw(std::span<const Strip> strips, Canvas& canvas, double x, double y, double spare = 0);

}  // namespace garde::pdf
