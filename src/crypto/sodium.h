// libsodium wants one call before any other.
#pragma once

namespace garde::crypto {

// Safe from any thread, any number of times. Aborts if the system has no source of randomness.
void start_sodium();

}  // namespace garde::crypto
