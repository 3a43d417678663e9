// Ed25519 signatures (RFC 8032).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::crypto {

struct PublicKey {
  static constexpr std::size_t kSize = 32;
  std::array<std::byte, kSize> bytes{};

  auto operator<=>(const PublicKey&) const = default;
  static std::optional<PublicKey> parse(std::string_view hex);  // 64 hexadecimal digits of either case
  std::string hex() const;
  std::string pem() const;  // as OpenSSL reads it: a SubjectPublicKeyInfo (RFC 8410)
};

struct Signature {
  static constexpr std::size_t kSize = 64;
  std::array<std::byte, kSize> bytes{};

  auto operator<=>(const Signature&) const = default;
  static std::optional<Signature> parse(std::string_view hex);  // 128 hexadecimal digits of either case
  std::string hex() const;
};

class SigningKey {
 public:
  static constexpr std::size_t kSeedSize = 32;

  static SigningKey generate();
  // `invalid_input` unless the seed is kSeedSize bytes.
  static Result<SigningKey> from_seed(const SecretBytes& seed);

  const PublicKey& public_key() const { return public_key_; }
  SecretBytes seed() const;
  Signature sign(std::span<const std::byte> message) const;

 private:
  SigningKey(SecretBytes secret, const PublicKey& public_key) : secret_(std::move(secret)), public_key_(public_key) {}
  SecretBytes secret_;  // as libsodium keeps it: seed and public key
  PublicKey public_key_;
};

enum class SignatureMatch { yes, no };
SignatureMatch verify_signature(const PublicKey& key, std::span<const std::byte> message, const Signature& signature);

}  // namespace garde::crypto
