// Bytes nobody can guess, from the system.
#pragma once

#include <cstddef>
#include <span>

namespace garde::crypto {

void fill_random(std::span<std::byte> bytes);

}  // namespace garde::crypto
