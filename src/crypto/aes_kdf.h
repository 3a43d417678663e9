// The key derivation of KeePass before Argon2: a block cipher run over the key again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

// The number stands in a file that an attacker may have written. KeePass asks for a second of its user's computer,
// about 60 million; this is some forty seconds.
constexpr std::uint64_t kMaxAesKdfRounds = 1'000'000'000;

// Each half of `key` encrypted `rounds` times with `seed` as the key, then SHA-256 of both. `unsupported` past the
// limit.
Result<SecretBytes> aes_kdf(std::span<const std::byte, 32> key, std::span<const std::byte, 32> seed,
                            std::uint64_t rounds);

}  // namespace garde::crypto
