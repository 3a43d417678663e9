// Which path lies inside which. By their names alone: whoever asks has followed the links, and both are absolute.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace garde::io {

// The rest of `path` below `folder`, without a leading '/': "" for the folder itself, nothing when it is elsewhere.
std::optional<std::string> path_below(std::string_view folder, std::string_view path);

// Whether one is the other, or lies inside it: what is written to the one would be found in the other.
bool overlap(std::string_view one, std::string_view other);

}  // namespace garde::io
