// Keys from passwords, as the formats we read derive them. For passwords of our own see password.h.
#pragma once

#include <cstdint>
#include <span>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

struct ScryptCost {
  std::uint64_t n = 0;  // rounds and memory; a power of two
  std::uint32_t r = 0;  // block size, in units of 128 bytes
  std::uint32_t p = 0;  // independent lanes
};

// The cost stands in a file that an attacker may have written. One lane needs 128·n·r bytes; restic and Kopia
// write 32 and 64 MiB.
constexpr ByteCount kMaxScryptLane = 256_MiB;
// n·r·p. restic aims at half a second of one core, about 2 million; this is some twenty seconds.
constexpr std::uint64_t kMaxScryptWork = 1U << 26U;
// Lanes run side by side while they fit here; one always runs.
constexpr ByteCount kScryptWorkingMemory = 64_MiB;

// Runs lanes in parallel, on at most `threads` threads. `unsupported` when the cost passes a limit above,
// `invalid_input` when it is no scrypt cost at all.
Result<SecretBytes> scrypt(std::span<const std::byte> password, std::span<const std::byte> salt, const ScryptCost& cost,
                           std::size_t key_size, unsigned threads);

// PBKDF2 with HMAC-SHA256. `iterations` of at least 1 and at most kMaxPbkdf2Iterations, else as above.
constexpr std::uint32_t kMaxPbkdf2Iterations = 20'000'000;  // some ten seconds; Borg writes 100 000
Result<SecretBytes> pbkdf2_sha256(std::span<const std::byte> password, std::span<const std::byte> salt,
                                  std::uint32_t iterations, std::size_t key_size);

}  // namespace garde::crypto
