#include "crypto/sha1.h"

#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

Sha1Digest sha1(std::span<const std::byte> message) {
  Sha1Digest digest;
  openssl::check(EVP_Digest(message.data(), message.size(), raw(digest.bytes.data()), nullptr,
                            &openssl::sha1_algorithm(), nullptr));
  return digest;
}

}  // namespace garde::crypto
