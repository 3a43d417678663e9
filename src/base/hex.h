// Bytes as lower-case hexadecimal.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace garde {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";  // those that are written

std::string to_hex(std::span<const std::byte> bytes);

// False if there are not two digits for each byte of `bytes` or a character is not hexadecimal, and then `bytes` may
// hold anything; both cases of letters are read. Takes no memory.
bool read_hex(std::string_view text, std::span<std::byte> bytes);
// The same for as many bytes as there are; nothing when it is not hexadecimal.
std::optional<std::vector<std::byte>> from_hex(std::string_view text);

}  // namespace garde
