#include "base/id.h"

#include <algorithm>

namespace garde {

bool is_id_text(std::string_view text) {
  constexpr std::size_t kMaxLength = 64;
  if (text.empty() || text.size() > kMaxLength || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace garde
