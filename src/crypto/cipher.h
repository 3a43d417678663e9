// AES as the formats we read use it. Neither class authenticates: whoever decrypts checks a MAC first.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

struct evp_cipher_ctx_st;

namespace garde::crypto {

struct FreeCipher {
  void operator()(evp_cipher_ctx_st* context) const;
};

// Counter mode; decrypting and encrypting are the same. For one thread; the key is kept for every message.
class Aes256Ctr {
 public:
  static constexpr std::size_t kKeySize = 32;
  static constexpr std::size_t kBlockSize = 16;

  explicit Aes256Ctr(std::span<const std::byte, kKeySize> key);
  // `first_counter` counts up as a 128-bit big-endian number. `out` has the size of `in` and may be `in`.
  void apply(std::span<const std::byte, kBlockSize> first_counter, std::span<const std::byte> in,
             std::span<std::byte> out);

 private:
  std::unique_ptr<evp_cipher_ctx_st, FreeCipher> context_;
};

// The bare permutation of one block. For one thread.
class Aes128Block {
 public:
  static constexpr std::size_t kKeySize = 16;
  static constexpr std::size_t kBlockSize = 16;

  explicit Aes128Block(std::span<const std::byte, kKeySize> key);
  void encrypt(std::span<const std::byte, kBlockSize> in, std::span<std::byte, kBlockSize> out);

 private:
  std::unique_ptr<evp_cipher_ctx_st, FreeCipher> context_;
};

}  // namespace garde::crypto
