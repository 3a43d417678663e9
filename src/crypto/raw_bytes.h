// OpenSSL and libsodium take and give unsigned char.
#pragma once

#include <cstddef>

namespace garde::crypto {

inline unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
inline const unsigned char* raw(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

}  // namespace garde::crypto
