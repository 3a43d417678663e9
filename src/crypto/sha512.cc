#include "crypto/sha512.h"

#include <sodium.h>

#include "crypto/raw_bytes.h"
#include "crypto/sodium.h"

namespace garde::crypto {

SecretBytes sha512(std::initializer_list<std::span<const std::byte>> parts) {
  start_sodium();
  crypto_hash_sha512_state state;
  ::crypto_hash_sha512_init(&state);
  for (const auto part : parts) ::crypto_hash_sha512_update(&state, raw(part.data()), part.size());
  SecretBytes digest(crypto_hash_sha512_BYTES);
  ::crypto_hash_sha512_final(&state, raw(digest.bytes().data()));  // wipes the state
  return digest;
}

}  // namespace garde::crypto
