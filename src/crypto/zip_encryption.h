// The two encryptions of the entries of a zip: the old one, which is weak, and WinZip's AES (AE-1, AE-2).
// https://www.winzip.com/en/support/aes-encryption/
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "crypto/cipher.h"
#include "crypto/secret.h"

struct evp_mac_ctx_st;

namespace garde::crypto {

// PKWARE's original stream: broken since 1994, its content can be had back without the password. It authenticates
// nothing. For one thread.
class ZipCryptoStream {
 public:
  static constexpr std::size_t kHeaderSize = 12;  // encrypted before the content; its last byte checks the password

  explicit ZipCryptoStream(std::span<const std::byte> password);
  void decrypt(std::span<std::byte> bytes);  // in place; goes on from one call to the next

 private:
  void update(std::uint8_t plain);
  std::array<std::uint32_t, 3> keys_{0x12345678, 0x23456789, 0x34567890};
};

// AES in counter mode, then HMAC-SHA1 cut to ten bytes over what is stored. For one thread.
class WinZipAes {
 public:
  static constexpr std::size_t kVerifierSize = 2;
  using Verifier = std::array<std::byte, kVerifierSize>;
  static constexpr std::size_t kTagSize = 10;
  using Tag = std::array<std::byte, kTagSize>;
  static constexpr std::size_t salt_size(std::size_t key_size) { return key_size / 2; }

  // `key_size` 16, 24 or 32. Takes 1000 iterations of PBKDF2, under a millisecond.
  WinZipAes(std::span<const std::byte> password, std::span<const std::byte> salt, std::size_t key_size);

  const Verifier& verifier() const { return verifier_; }  // a wrong password matches one time in 65 536
  void decrypt(std::span<std::byte> bytes);               // in place; goes on from one call to the next
  Tag tag();                                              // of all that was decrypted; once, at the end

 private:
  struct FreeMacContext {
    void operator()(evp_mac_ctx_st* context) const;
  };
  static constexpr std::size_t kStreamSize = 4096;
  void next_stream();

  Verifier verifier_{};
  std::unique_ptr<evp_cipher_ctx_st, FreeCipher> cipher_;
  std::unique_ptr<evp_mac_ctx_st, FreeMacContext> mac_;
  std::uint64_t next_block_ = 1;
  std::array<std::byte, kStreamSize> stream_{};
  std::size_t used_ = kStreamSize;  // bytes of it
};

}  // namespace garde::crypto
