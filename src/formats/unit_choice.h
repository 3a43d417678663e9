// Which units a verification reads, and in which order.
#pragma once

#include <vector>

#include "formats/verification.h"

namespace garde::formats {

struct Unit {
  crypto::Sha256Digest identity;
  ByteCount size;
  std::uint64_t place = 0;  // about where on the medium; units are read by it where their order does not matter
};

// Numbers of the chosen units, in the order they are to be read.
std::vector<std::size_t> choose_units(const std::vector<Unit>& units, const VerifyRequest& request);

}  // namespace garde::formats
