// Bytes nobody can guess, from the system.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace garde::crypto {

void fill_random(std::span<std::byte> bytes);

// That many of them, written as hexadecimal: an identifier, a token.
std::string random_hex(std::size_t bytes);

}  // namespace garde::crypto
