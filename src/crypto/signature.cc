#include "crypto/signature.h"

#include <algorithm>

#include <sodium.h>

#include "base/base64.h"
#include "base/hex.h"
#include "crypto/raw_bytes.h"
#include "crypto/sodium.h"

namespace garde::crypto {
namespace {

template <class T>
std::optional<T> parse_fixed(std::string_view hex) {
  T value;
  return read_hex(hex, value.bytes) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<PublicKey> PublicKey::parse(std::string_view hex) { return parse_fixed<PublicKey>(hex); }
std::string PublicKey::hex() const { return to_hex(bytes); }

std::string PublicKey::pem() const {
  // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }
  constexpr std::array<unsigned char, 12> kPrefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0};
  std::array<std::byte, kPrefix.size() + kSize> der{};
  std::ranges::copy(std::as_bytes(std::span(kPrefix)), der.begin());
  std::ranges::copy(bytes, der.begin() + kPrefix.size());
  return "-----BEGIN PUBLIC KEY-----\n" + to_base64(der) + "\n-----END PUBLIC KEY-----\n";
}

std::optional<Signature> Signature::parse(std::string_view hex) { return parse_fixed<Signature>(hex); }
std::string Signature::hex() const { return to_hex(bytes); }

SigningKey SigningKey::generate() {
  start_sodium();
  SecretBytes secret(crypto_sign_SECRETKEYBYTES);
  PublicKey public_key;
  GARDE_CHECK(::crypto_sign_keypair(raw(public_key.bytes.data()), raw(secret.bytes().data())) == 0);
  return {std::move(secret), public_key};
}

Result<SigningKey> SigningKey::from_seed(const SecretBytes& seed) {
  if (seed.size() != kSeedSize)
    return Error{ErrorKind::invalid_input, "signing key", std::nullopt, "a seed is 32 bytes"};
  start_sodium();
  SecretBytes secret(crypto_sign_SECRETKEYBYTES);
  PublicKey public_key;
  GARDE_CHECK(::crypto_sign_seed_keypair(raw(public_key.bytes.data()), raw(secret.bytes().data()),
                                         raw(seed.bytes().data())) == 0);
  return SigningKey(std::move(secret), public_key);
}

SecretBytes SigningKey::seed() const { return SecretBytes::copy_of(secret_.bytes().first(kSeedSize)); }

Signature SigningKey::sign(std::span<const std::byte> message) const {
  Signature signature;
  GARDE_CHECK(::crypto_sign_detached(raw(signature.bytes.data()), nullptr, raw(message.data()), message.size(),
                                     raw(secret_.bytes().data())) == 0);
  return signature;
}

SignatureMatch verify_signature(const PublicKey& key, std::span<const std::byte> message, const Signature& signature) {
  start_sodium();
  const int result = ::crypto_sign_verify_detached(raw(signature.bytes.data()), raw(message.data()), message.size(),
                                                   raw(key.bytes.data()));
  return result == 0 ? SignatureMatch::yes : SignatureMatch::no;
}

}  // namespace garde::crypto
