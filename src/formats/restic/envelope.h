// The envelope every restic object lies in: IV 16 | AES-256-CTR | Poly1305-AES 16. See docs/formats/restic.md.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "crypto/cipher.h"
#include "crypto/mac.h"
#include "crypto/secret.h"

namespace garde::formats::restic {

constexpr std::size_t kIvSize = 16;
constexpr std::size_t kEnvelopeOverhead = kIvSize + 16;

// Encryption key 32 | MAC key k 16 | MAC key r 16.
class MasterKey {
 public:
  static constexpr std::size_t kSize = 64;
  explicit MasterKey(crypto::SecretBytes bytes);  // aborts when not of that size

  std::span<const std::byte, 32> encryption() const { return bytes().subspan<0, 32>(); }
  std::span<const std::byte, 16> mac_k() const { return bytes().subspan<32, 16>(); }
  std::span<const std::byte, 16> mac_r() const { return bytes().subspan<48, 16>(); }

 private:
  std::span<const std::byte, kSize> bytes() const { return std::span<const std::byte, kSize>(bytes_.bytes()); }
  crypto::SecretBytes bytes_;
};

// For one thread; keep it.
class EnvelopeOpener {
 public:
  explicit EnvelopeOpener(const MasterKey& key);

  // False for what is too short to be an envelope, too.
  bool is_authentic(std::span<const std::byte> envelope);
  // In place; the view is into `envelope`, which must have been found authentic.
  std::span<std::byte> decrypt(std::span<std::byte> envelope);

 private:
  crypto::Aes256Ctr cipher_;
  crypto::Aes128Block nonce_cipher_;
  crypto::Poly1305 mac_;
  std::array<std::byte, crypto::Poly1305::kKeySize> mac_key_{};  // r, then AES of each IV
};

}  // namespace garde::formats::restic
