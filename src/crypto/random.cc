#include "crypto/random.h"

#include <vector>

#include <sodium.h>

#include "base/hex.h"
#include "crypto/sodium.h"

namespace garde::crypto {

void fill_random(std::span<std::byte> bytes) {
  start_sodium();
  ::randombytes_buf(bytes.data(), bytes.size());
}

std::string random_hex(std::size_t bytes) {
  std::vector<std::byte> random(bytes);
  fill_random(random);
  return to_hex(random);
}

}  // namespace garde::crypto
