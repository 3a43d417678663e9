// Argon2 with the parameters that files of others name. For passwords of our own see password.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

enum class Argon2Variant : std::uint8_t { d, id };
enum class Argon2Version : std::uint8_t { v10 = 0x10, v13 = 0x13 };

struct Argon2Cost {
  ByteCount memory;
  std::uint64_t passes = 0;  // over the memory
  std::uint32_t lanes = 0;   // computed side by side
};

// The cost stands in a file that an attacker may have written. KeePass writes 64 MiB, Bitwarden 64 MiB, and the largest
// either offers in its settings is 1 GiB.
constexpr ByteCount kMaxArgon2Memory = 1_GiB;
// Memory times passes. KeePass asks for a second of its user's computer, about 1 GiB; this is some sixty on one core.
constexpr ByteCount kMaxArgon2Work = 48_GiB;
constexpr std::uint32_t kMaxArgon2Lanes = 64;

// `unsupported` when the cost passes a limit, `invalid_input` when it is no Argon2 cost at all or the salt is shorter
// than 8 bytes.
Result<SecretBytes> argon2(Argon2Variant variant, Argon2Version version, std::span<const std::byte> password,
                           std::span<const std::byte> salt, const Argon2Cost& cost, std::size_t key_size);

}  // namespace garde::crypto
