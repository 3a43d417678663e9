// A path that does not exist, asked for by the traced program where its write path starts.
#pragma once

namespace garde::tests {

inline constexpr const char* kMarker = "/garde-write-path-starts-here";

}  // namespace garde::tests
