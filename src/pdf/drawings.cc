#include "pdf/drawings.h"

#include <algorithm>

#include <fmt/format.h>
#include <qrcodegen/qrcodegen.hpp>

namespace garde::pdf {

void draw_box(Canvas& canvas, double x, double y, Box box, const Theme& theme) {
  const double side = theme.body.size.value;
  const double thickness = 0.1 * side;
  const Rectangle square{x + thickness / 2, y + (theme.body.leading.value - side) / 2 - 0.02 * side, side, side};
  constexpr double kRound = 1.5;
  switch (box) {
    case Box::empty: canvas.frame(square, theme.ink, thickness, kRound); break;
    case Box::half:
      canvas.fill({square.x, square.y + side / 2, side, side / 2}, theme.ink);
      canvas.frame(square, theme.ink, thickness, kRound);
      break;
    case Box::ticked:
      canvas.frame(square, theme.ink, thickness, kRound);
      canvas.tick(square, theme.ink, 0.16 * side);
      break;
  }
}

namespace {
constexpr double kSegment = 1.9;  // of the size of body text
constexpr double kBetween = 0.22;
}  // namespace

double gauge_width(const Theme& theme) {
  return theme.body.size.value * (Gauge::kSegments * kSegment + (Gauge::kSegments - 1) * kBetween);
}

void draw_gauge(Canvas& canvas, double x, double y, int filled, const Theme& theme) {
  const double unit = theme.body.size.value;
  const double height = 0.75 * unit;
  const double top = y + (theme.body.leading.value - height) / 2;
  constexpr double kRound = 1.5;
  constexpr double kThin = 0.9;
  for (int i = 0; i < Gauge::kSegments; ++i) {
    const Rectangle segment{x + i * unit * (kSegment + kBetween), top, unit * kSegment, height};
    if (i < filled) {
      canvas.fill(segment, theme.accent, kRound);
    } else {
      canvas.frame({segment.x + kThin / 2, segment.y + kThin / 2, segment.width - kThin, segment.height - kThin},
                   theme.writing_line, kThin, kRound);
    }
  }
}

Result<std::vector<Rectangle>> qr_squares(const std::string& content, double side) {
  if (content.size() > kMaxQrContent)
    return Error{ErrorKind::invalid_input, "QR code", std::nullopt, fmt::format("{} bytes", content.size())};
  std::vector<qrcodegen::QrSegment> segments = qrcodegen::QrSegment::makeSegments(content.c_str());
  // Bytes above ASCII are Latin-1 to a reader that is not told otherwise.
  constexpr long kUtf8 = 26;
  if (std::ranges::any_of(content, [](char c) { return static_cast<unsigned char>(c) > 0x7F; }))
    segments.insert(segments.begin(), qrcodegen::QrSegment::makeEci(kUtf8));
  const auto code = qrcodegen::QrCode::encodeSegments(segments, qrcodegen::QrCode::Ecc::MEDIUM);
  constexpr int kQuietZone = 4;  // modules on each side, by the standard
  const double module = side / (code.getSize() + 2 * kQuietZone);
  std::vector<Rectangle> squares;
  for (int row = 0; row < code.getSize(); ++row) {
    for (int column = 0; column < code.getSize(); ++column) {
      const int begin = column;
      while (column < code.getSize() && code.getModule(column, row)) ++column;
      if (column > begin)
        squares.push_back(
            {(begin + kQuietZone) * module, (row + kQuietZone) * module, (column - begin) * module, module});
    }
  }
  return squares;
}

}  // namespace garde::pdf
