#include "crypto/sodium.h"

#include <sodium.h>

#include "base/result.h"

namespace garde::crypto {

void start_sodium() { GARDE_CHECK(::sodium_init() >= 0); }

}  // namespace garde::crypto
