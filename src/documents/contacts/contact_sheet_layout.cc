#include "documents/contacts/contact_sheet_layout.h"

namespace garde::documents {
namespace {

constexpr pdf::Colour kBlack{0, 0, 0};
constexpr pdf::Colour kCut{0x99, 0x99, 0x99};

}  // namespace

pdf::Placed& Drawing::place(const Box& box) {
  sheet_.boxes.push_back({.x = {box.x * scale_},
                          .y = {box.y * scale_},
                          .width = {box.width * scale_},
                          .height = {box.height * scale_},
                          .content = pdf::Blocks{}});
  return sheet_.boxes.back();
}

void Drawing::text(const Box& box, pdf::FittedText text, pdf::Stand stand) {
  text.largest.value *= scale_;
  text.smallest.value *= scale_;
  pdf::Placed& placed = place(box);
  placed.content = std::move(text);
  placed.stand = stand;
}

void Drawing::blocks(const Box& box, pdf::Blocks blocks, double largest, double smallest) {
  pdf::Placed& placed = place(box);
  placed.content = std::move(blocks);
  placed.largest_scale = largest * scale_;
  placed.smallest_scale = smallest * scale_;
}

void Drawing::band(const Box& box) { place(box).ground = kBlack; }

void Drawing::border(const Box& box) { place(box).border = kCut; }

void Drawing::rule(double x, double y, double width, double thickness) { band({x, y, width, thickness}); }

void Drawing::rank(const Box& box, std::size_t number, double points) {
  band(box);
  text(box,
       {.text = std::to_string(number),
        .largest = {points},
        .smallest = {points / 2},
        .face = pdf::Face::bold,
        .tone = kOnBlack,
        .align = pdf::Align::centre},
       pdf::Stand::middle);
}

void Drawing::qr(double x, double y, double side, const std::string& content, const std::string& alternative) {
  blocks({x, y, side, side + 0.01}, {pdf::Qr{.content = content, .size = {side * scale_}, .alternative = alternative}},
         1 / scale_, 1 / scale_);
}

}  // namespace garde::documents
