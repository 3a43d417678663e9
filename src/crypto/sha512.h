// SHA-512, as formats of others derive keys with it.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>

#include "crypto/secret.h"

namespace garde::crypto {

// 64 bytes: the digest of the parts one after the other.
SecretBytes sha512(std::initializer_list<std::span<const std::byte>> parts);

}  // namespace garde::crypto
