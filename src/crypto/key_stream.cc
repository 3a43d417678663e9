#include "crypto/key_stream.h"

#include <algorithm>

#include <sodium.h>

#include "base/result.h"
#include "crypto/raw_bytes.h"
#include "crypto/sodium.h"

namespace garde::crypto {

KeyStream KeyStream::chacha20(std::span<const std::byte, 32> key, std::span<const std::byte, 12> nonce) {
  return {Cipher::chacha20, key, nonce};
}

KeyStream KeyStream::salsa20(std::span<const std::byte, 32> key, std::span<const std::byte, 8> nonce) {
  return {Cipher::salsa20, key, nonce};
}

KeyStream::KeyStream(Cipher cipher, std::span<const std::byte> key, std::span<const std::byte> nonce)
    : cipher_(cipher), key_(SecretBytes::copy_of(key)), block_(kBlockSize) {
  start_sodium();
  std::ranges::copy(nonce, nonce_.begin());
}

void KeyStream::apply(std::span<std::byte> bytes) {
  const auto use_block = [this](std::span<std::byte> part) {
    for (std::byte& byte : part) byte ^= block_.bytes()[used_++];
  };
  const std::size_t head = std::min(bytes.size(), kBlockSize - used_);
  use_block(bytes.first(head));
  bytes = bytes.subspan(head);
  const std::size_t whole = bytes.size() / kBlockSize * kBlockSize;
  apply_blocks(bytes.first(whole));
  bytes = bytes.subspan(whole);
  if (bytes.empty()) return;
  std::ranges::fill(block_.bytes(), std::byte{});
  apply_blocks(block_.bytes());
  used_ = 0;
  use_block(bytes);
}

void KeyStream::apply_blocks(std::span<std::byte> bytes) {
  if (bytes.empty()) return;
  unsigned char* const data = raw(bytes.data());
  const std::uint64_t first = next_block_;
  next_block_ += bytes.size() / kBlockSize;
  GARDE_CHECK(next_block_ <= std::uint64_t{1} << 32U);
  const auto* nonce = raw(nonce_.data());
  const auto* key = raw(key_.bytes().data());
  if (cipher_ == Cipher::chacha20)
    ::crypto_stream_chacha20_ietf_xor_ic(data, data, bytes.size(), nonce, static_cast<std::uint32_t>(first), key);
  else
    ::crypto_stream_salsa20_xor_ic(data, data, bytes.size(), nonce, first, key);
}

}  // namespace garde::crypto
