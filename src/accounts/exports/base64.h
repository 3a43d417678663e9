// Base64 of secrets: decoded where it stands, so that nothing is copied.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace garde::accounts {

// The beginning of `text` now holds the bytes; nothing when it is not base64 with its padding.
std::optional<std::span<std::byte>> decode_base64_in_place(std::span<char> text);

}  // namespace garde::accounts
