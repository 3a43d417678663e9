#include "documents/contacts/contact_sheet_layout.h"

namespace garde::documents {
namespace {

constexpr pdf::Colour kBlack{0, 0, 0};
constexpr pdf::Colour kCut{0x99, 0x99, 0x99};

}  // namespace

pdf::Placed& Drawing::place(const Place& place) {
  sheet_.boxes.push_back({.x = {place.x * scale_},
                          .y = {place.y * scale_},
                          .width = {place.width * scale_},
                          .height = {place.height * scale_},
                          .content = pdf::Blocks{}});
  return sheet_.boxes.back();
}

void Drawing::text(const Place& where, pdf::FittedText text, pdf::Stand stand) {
  text.largest.value *= scale_;
  text.smallest.value *= scale_;
  pdf::Placed& placed = place(where);
  placed.content = std::move(text);
  placed.stand = stand;
}

void Drawing::blocks(const Place& where, pdf::Blocks blocks, double largest, double smallest) {
  pdf::Placed& placed = place(where);
  placed.content = std::move(blocks);
  placed.largest_scale = largest * scale_;
  placed.smallest_scale = smallest * scale_;
}

void Drawing::band(const Place& where) { place(where).ground = kBlack; }

void Drawing::border(const Place& where) { place(where).border = kCut; }

void Drawing::rule(double x, double y, double width, double thickness) { band({x, y, width, thickness}); }

void Drawing::rank(const Place& where, std::size_t number, double points) {
  band(where);
  text(where,
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
