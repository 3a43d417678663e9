// Stream ciphers of KeePass: bytes XORed with a stream that goes on from one call to the next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/secret.h"

namespace garde::crypto {

// Decrypting and encrypting are the same. For one thread.
class KeyStream {
 public:
  static KeyStream chacha20(std::span<const std::byte, 32> key, std::span<const std::byte, 12> nonce);  // RFC 8439
  static KeyStream salsa20(std::span<const std::byte, 32> key, std::span<const std::byte, 8> nonce);

  // At most 256 GiB in all: the block counter of ChaCha20 has 32 bits.
  void apply(std::span<std::byte> bytes);

 private:
  enum class Cipher : std::uint8_t { chacha20, salsa20 };
  KeyStream(Cipher cipher, std::span<const std::byte> key, std::span<const std::byte> nonce);
  void apply_blocks(std::span<std::byte> bytes);  // from a block's beginning

  static constexpr std::size_t kBlockSize = 64;
  Cipher cipher_;
  SecretBytes key_;
  std::array<std::byte, 12> nonce_{};
  std::uint64_t next_block_ = 0;
  SecretBytes block_;              // the last one generated
  std::size_t used_ = kBlockSize;  // bytes of it
};

}  // namespace garde::crypto
