// What a backup would have a reader do without end, or nearly: more paths than any backup has. Whoever asked has found
// out nothing, neither good nor bad.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace garde::formats {

inline constexpr std::string_view kTooMuch = "too much: ";  // how its detail begins

// `unsupported`.
inline Error too_much(std::string subject, std::string_view detail) {
  return {ErrorKind::unsupported, std::move(subject), std::nullopt, std::string(kTooMuch) + std::string(detail)};
}
inline bool is_too_much(const Error& error) {
  return error.kind == ErrorKind::unsupported && error.detail.starts_with(kTooMuch);
}

}  // namespace garde::formats
