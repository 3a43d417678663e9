// Base64 with the standard alphabet. Strict: whole groups of four with their padding, nothing between, no stray bits at
// the end.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garde {

// With its padding, in one line.
std::string to_base64(std::span<const std::byte> bytes);

std::optional<std::vector<std::byte>> from_base64(std::string_view text);

// Decoded where it stands, so that a secret is not copied: the beginning of `text` now holds the bytes. When it is not
// base64, `text` is left half decoded.
std::optional<std::span<std::byte>> decode_base64_in_place(std::span<char> text);

}  // namespace garde
