// AES-256 in CBC mode with PKCS 7 padding, as formats of others use it. Whoever decrypts checks a MAC first.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

// `damaged` when `sealed` is not whole blocks or its padding is wrong: behind a valid MAC, a file badly written.
Result<SecretBytes> aes_256_cbc_decrypt(std::span<const std::byte, 32> key, std::span<const std::byte, 16> iv,
                                        std::span<const std::byte> sealed);

}  // namespace garde::crypto
