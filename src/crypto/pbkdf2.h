// PBKDF2 (RFC 8018) with HMAC and any digest, for this folder alone: kdf.h and zip_encryption.h say how much of it a
// file of others may ask for.
#pragma once

#include <cstddef>
#include <span>

namespace garde::crypto {

enum class Pbkdf2Digest : unsigned char { sha1, sha256 };

// `iterations` is at least 1; neither the password nor the salt has a least length. Fills `key`.
void pbkdf2(Pbkdf2Digest digest, std::span<const std::byte> password, std::span<const std::byte> salt,
            unsigned iterations, std::span<std::byte> key);

}  // namespace garde::crypto
