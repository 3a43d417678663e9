// The few things drawn rather than set.
#pragma once

#include <string>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/document.h"

namespace garde::pdf {

// The square of a check list, beside a line of body text whose top is y.
void draw_box(Canvas& canvas, double x, double y, Box box, const Theme& theme);

double gauge_width(const Theme& theme);
void draw_gauge(Canvas& canvas, double x, double y, int filled, const Theme& theme);

// The dark squares of a QR code `side` points wide, quiet zone included, joined along rows.
// invalid_input: more than kMaxQrContent bytes, whose squares would be too small to scan on paper.
inline constexpr std::size_t kMaxQrContent = 1200;
Result<std::vector<Rectangle>> qr_squares(const std::string& content, double side);

}  // namespace garde::pdf
