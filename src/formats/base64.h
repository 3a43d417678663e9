// Base64 with the standard alphabet.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garde::formats {

// Strict: whole groups of four with their padding, nothing between, no stray bits at the end.
std::optional<std::vector<std::byte>> from_base64(std::string_view text);

// With its padding, in one line.
std::string to_base64(std::span<const std::byte> bytes);

}  // namespace garde::formats
