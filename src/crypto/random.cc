#include "crypto/random.h"

#include <sodium.h>

#include "crypto/sodium.h"

namespace garde::crypto {

void fill_random(std::span<std::byte> bytes) {
  start_sodium();
  ::randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace garde::crypto
