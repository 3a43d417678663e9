#include "pdf/strip.h"

#include <algorithm>

namespace garde::pdf {
namespace {

// A ground cut by the page's top or foot reaches past its strips: by its own padding, those of the boxes inside it,
// and what is repeated at the top.
double reach(const Strip& strip, std::size_t depth, bool Strip::OnGround::* edge) {
  if (strip.grounds[depth].*edge) return 0;
  double reach = 0;
  for (const auto& on : std::span(strip.grounds).subspan(depth)) reach += on.*edge ? 0 : on.ground->padding;
  return reach;
}

void draw_grounds(std::span<const Strip> strips, std::span<const double> tops, std::size_t depth, Canvas& canvas,
                  double x, double repeated) {
  for (std::size_t i = 0; i < strips.size();) {
    std::size_t end = i + 1;
    if (strips[i].grounds.size() > depth) {
      const Strip::OnGround& on = strips[i].grounds[depth];
      while (end < strips.size() && strips[end].grounds.size() > depth &&
             strips[end].grounds[depth].ground == on.ground)
        ++end;
      const double top = tops[i] - reach(strips[i], depth, &Strip::OnGround::first) - (on.first ? 0 : repeated);
      const double bottom =
          tops[end - 1] + strips[end - 1].height + reach(strips[end - 1], depth, &Strip::OnGround::last);
      constexpr double kBar = 3;
      canvas.belongs_to(Structure::kArtifact);
      canvas.fill({x + on.x, top, on.ground->width, bottom - top}, on.ground->wash);
      canvas.fill({x + on.x, top, kBar, bottom - top}, on.ground->bar);
    }
    i = end;
  }
}

}  // namespace

double height_of(std::span<const Strip> strips) {
  double height = 0;
  for (std::size_t i = 0; i < strips.size(); ++i) height += strips[i].height + (i == 0 ? 0 : strips[i].space_above);
  return height;
}

void move_right(Strips& strips, double distance) {
  for (Strip& strip : strips) {
    strip.x += distance;
    for (auto& on : strip.grounds) on.x += distance;
  }
}

void tie(std::span<Strip> strips, BreakAbove at_least) {
  for (std::size_t i = 1; i < strips.size(); ++i) strips[i].break_above = std::max(strips[i].break_above, at_least);
}

void draw(std::span<const Strip> strips, Canvas& canvas, double x, double y, double spare) {
  if (strips.empty()) return;
  const auto fills = static_cast<double>(std::ranges::count(strips, true, &Strip::fill));
  const Strip& front = strips.front();
  double repeated = 0;
  double at = y + (front.grounds.empty() ? 0 : reach(front, 0, &Strip::OnGround::first));
  if (front.repeated_above) {
    repeated = height_of(*front.repeated_above);
    at += repeated;
  }
  std::vector<double> tops;
  std::size_t deepest = 0;
  for (const Strip& strip : strips) {
    if (&strip != &front) at += strip.space_above;
    tops.push_back(at);
    at += strip.height + (strip.fill ? spare / fills : 0);
    deepest = std::max(deepest, strip.grounds.size());
  }
  for (std::size_t depth = 0; depth < deepest; ++depth) draw_grounds(strips, tops, depth, canvas, x, repeated);
  if (front.repeated_above) draw(*front.repeated_above, canvas, x, tops.front() - repeated);
  for (std::size_t i = 0; i < strips.size(); ++i)
    if (strips[i].draw) strips[i].draw(canvas, x + strips[i].x, tops[i]);
}

}  // namespace garde::pdf
