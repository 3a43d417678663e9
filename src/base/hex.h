// Bytes as lower-case hexadecimal.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garde {

std::string to_hex(std::span<const std::byte> bytes);
// Nothing if the length is odd or a character is not hexadecimal; both cases of letters are read.
std::optional<std::vector<std::byte>> from_hex(std::string_view text);

}  // namespace garde
