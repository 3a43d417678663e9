// A secret sealed under a password, so that it can lie in the database: Argon2id, then XChaCha20-Poly1305.
//
//   version 1 | salt 16 | nonce 24 | ciphertext and tag (16 bytes longer than the secret)
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

constexpr ByteCount kMaxSealedSecret = 64_KiB;  // a password or a key file, never data

// `purpose` is bound to the seal: what was sealed for one destination does not open as another's.
// As expensive as hash_password, each of them.
std::vector<std::byte> seal(const SecretBytes& secret, const SecretBytes& password, std::string_view purpose);
// `wrong_secret` when the password or the purpose is another, or a byte was changed: the three look the same.
// `invalid_input` when these are not bytes that seal gave, `unsupported` when a later version did.
Result<SecretBytes> unseal(std::span<const std::byte> sealed, const SecretBytes& password, std::string_view purpose);

}  // namespace garde::crypto
