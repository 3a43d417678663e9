// Whether bytes are a photo, judged by how they begin and by their size. Nothing opens it.
#pragma once

#include <optional>
#include <string_view>

#include "base/byte_count.h"

namespace garde::contacts {

inline constexpr ByteCount kMaxPhoto = 12_MiB;          // what a phone makes at its best
inline constexpr ByteCount kMinPhoto = ByteCount{256};  // less is no picture of a wall

// "image/jpeg", "image/png", "image/webp", "image/heic"; nothing when it is none of these.
std::optional<std::string_view> image_type(std::string_view bytes);

}  // namespace garde::contacts
