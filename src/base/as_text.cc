#include "base/as_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace garde {

std::string as_text(std::string_view bytes) {
  constexpr std::string_view kReplacement = "\uFFFD";
  std::string text;
  while (!bytes.empty()) {
    const std::size_t bad = std::min(find_invalid_utf8(bytes), bytes.find('\0'));
    text += bytes.substr(0, bad);
    if (bad == std::string_view::npos) break;
    text += kReplacement;
    bytes.remove_prefix(bad + 1);
  }
  return text;
}

}  // namespace garde
