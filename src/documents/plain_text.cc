#include "documents/plain_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace garde::documents {

std::string as_text(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t bad = std::min(find_invalid_utf8(bytes), bytes.size());
    text += bytes.substr(0, bad);
    bytes.remove_prefix(bad);
    if (bytes.empty()) break;
    text += "\uFFFD";
    bytes.remove_prefix(1);
  }
  return text;
}

}  // namespace garde::documents
