// The expensive middle of scrypt (RFC 7914, scryptROMix): one lane or several side by side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace garde::crypto {

// How many lanes one call of romix does in the time of one, on this processor.
std::size_t romix_width();

// Mixes `lanes` in place; each is 128·r bytes, and there are at most romix_width() of them. n is a power of
// two over 1. Takes 128·n·r bytes of memory for each lane, wiped at the end.
void romix(std::span<const std::span<std::byte>> lanes, std::uint64_t n, std::uint32_t r);

}  // namespace garde::crypto
