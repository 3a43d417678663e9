#include "io/path.h"

namespace garde::io {

std::optional<std::string> path_below(std::string_view folder, std::string_view path) {
  while (folder.ends_with('/')) folder.remove_suffix(1);  // of "/" nothing is left
  if (!path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (path.empty()) return std::string();
  if (path.front() != '/') return std::nullopt;
  return std::string(path.substr(1));
}

bool overlap(std::string_view one, std::string_view other) {
  return path_below(one, other).has_value() || path_below(other, one).has_value();
}

}  // namespace garde::io
