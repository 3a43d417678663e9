#include "crypto/seal.h"

#include <algorithm>

#include <sodium.h>

#include "crypto/random.h"
#include "crypto/raw_bytes.h"
#include "crypto/sodium.h"

namespace garde::crypto {
namespace {

constexpr std::byte kVersion{1};
constexpr std::size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHeaderSize = 1 + kSaltSize + kNonceSize;
// Part of version 1: changing them needs a version 2.
constexpr unsigned long long kOperations = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20U;

SecretBytes sealing_key(const SecretBytes& password, std::span<const std::byte> salt) {
  SecretBytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  const auto* text = password.empty() ? "" : reinterpret_cast<const char*>(password.bytes().data());
  GARDE_CHECK(::crypto_pwhash(raw(key.bytes().data()), key.size(), text, password.size(), raw(salt.data()), kOperations,
                              kMemory, crypto_pwhash_ALG_ARGON2ID13) == 0);
  return key;
}

}  // namespace

std::vector<std::byte> seal(const SecretBytes& secret, const SecretBytes& password, std::string_view purpose) {
  GARDE_CHECK(secret.size() <= kMaxSealedSecret.value);
  start_sodium();
  std::vector<std::byte> sealed(kHeaderSize + secret.size() + kTagSize);
  const std::span<std::byte> all(sealed);
  all[0] = kVersion;
  fill_random(all.subspan(1, kSaltSize + kNonceSize));
  const SecretBytes key = sealing_key(password, all.subspan(1, kSaltSize));
  const auto about = std::as_bytes(std::span(purpose));
  GARDE_CHECK(::crypto_aead_xchacha20poly1305_ietf_encrypt(
                  raw(all.subspan(kHeaderSize).data()), nullptr, raw(secret.bytes().data()), secret.size(),
                  raw(about.data()), about.size(), nullptr, raw(all.subspan(1 + kSaltSize, kNonceSize).data()),
                  raw(key.bytes().data())) == 0);
  return sealed;
}

Result<SecretBytes> unseal(std::span<const std::byte> sealed, const SecretBytes& password, std::string_view purpose) {
  if (sealed.size() < kHeaderSize + kTagSize || sealed.size() > kHeaderSize + kMaxSealedSecret.value + kTagSize)
    return Error{ErrorKind::invalid_input, "sealed secret", std::nullopt, "not of a possible length"};
  if (sealed[0] != kVersion) return Error{ErrorKind::unsupported, "sealed secret", 0, "sealed by a later version"};
  start_sodium();
  const SecretBytes key = sealing_key(password, sealed.subspan(1, kSaltSize));
  SecretBytes secret(sealed.size() - kHeaderSize - kTagSize);
  const auto about = std::as_bytes(std::span(purpose));
  const auto box = sealed.subspan(kHeaderSize);
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
          raw(secret.bytes().data()), nullptr, nullptr, raw(box.data()), box.size(), raw(about.data()), about.size(),
          raw(sealed.subspan(1 + kSaltSize, kNonceSize).data()), raw(key.bytes().data())) != 0)
    return Error{ErrorKind::wrong_secret, "sealed secret", std::nullopt, "does not open"};
  return secret;
}

}  // namespace garde::crypto
