#include "documents/contacts/contact_qr.h"

#include <fmt/format.h>

#include "pdf/drawings.h"

namespace garde::documents {

Result<std::string> qr_svg(const std::string& content) {
  constexpr double kSide = 300;
  const auto squares = TRY(pdf::qr_squares(content, kSide));
  std::string path;
  for (const pdf::Rectangle& square : squares)
    path += fmt::format("M{:.3f} {:.3f}h{:.3f}v{:.3f}h-{:.3f}z", square.x, square.y, square.width, square.height,
                        square.width);
  return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">)"
                     R"(<path fill="#fff" d="M0 0h{0}v{0}h-{0}z"/><path d="{1}"/></svg>)",
                     kSide, path);
}

}  // namespace garde::documents
