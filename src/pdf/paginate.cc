#include "pdf/paginate.h"

namespace garde::pdf {
namespace {

constexpr double kRounding = 0.001;  // points; far below what can be seen

// Boxes that go on from the previous page, or to the next, keep their padding there.
double padding(const Strip& strip, bool Strip::OnGround::* edge) {
  double padding = 0;
  for (const auto& on : strip.grounds) padding += on.*edge ? 0 : on.ground->padding;
  return padding;
}

double repeated_height(const Strip& strip) { return strip.repeated_above ? height_of(*strip.repeated_above) : 0; }

// The first strip of the next page, for a page that starts at `start` and cannot hold `overflowing`.
std::size_t best_break(std::span<const Strip> strips, std::size_t start, std::size_t overflowing) {
  std::size_t best = overflowing;
  for (std::size_t i = overflowing; i > start; --i)
    if (strips[i].break_above < strips[best].break_above) best = i;
  return best;
}

}  // namespace

std::vector<PageOfStrips> paginate(std::span<const Strip> strips, double height) {
  std::vector<PageOfStrips> pages;
  std::size_t start = 0;
  while (start < strips.size()) {
    std::vector<double> used_before{repeated_height(strips[start]) + padding(strips[start], &Strip::OnGround::first)};
    std::size_t end = start;
    for (; end < strips.size(); ++end) {
      const Strip& strip = strips[end];
      if (end > start && strip.page_break) break;
      const double used = used_before.back() + (end == start ? 0 : strip.space_above) + strip.height;
      if (end > start && used + padding(strip, &Strip::OnGround::last) > height + kRounding) {
        end = best_break(strips, start, end);
        break;
      }
      used_before.push_back(used);
    }
    pages.push_back({strips.subspan(start, end - start), used_before[end - start]});
    start = end;
  }
  if (pages.empty()) pages.emplace_back();
  return pages;
}

}  // namespace garde::pdf
