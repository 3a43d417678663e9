#include "crypto/zip_encryption.h"

#include <algorithm>
#include <cstring>

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "crypto/openssl.h"
#include "crypto/pbkdf2.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {
namespace {

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc_step(std::uint32_t crc, std::uint8_t byte) { return kCrcTable[(crc ^ byte) & 0xFFU] ^ (crc >> 8U); }

constexpr unsigned kIterations = 1000;  // as the format says

const EVP_CIPHER& block_algorithm(std::size_t key_size) {
  switch (key_size) {
    case 16: return openssl::aes_128_ecb_algorithm();
    case 24: return openssl::aes_192_ecb_algorithm();
    case 32: return openssl::aes_256_ecb_algorithm();
  }
  fail_check("an AES key of 16, 24 or 32 bytes", __FILE__, __LINE__);
}

}  // namespace

ZipCryptoStream::ZipCryptoStream(std::span<const std::byte> password) {
  for (const std::byte byte : password) update(std::to_integer<std::uint8_t>(byte));
}

void ZipCryptoStream::update(std::uint8_t plain) {
  keys_[0] = crc_step(keys_[0], plain);
  keys_[1] = (keys_[1] + (keys_[0] & 0xFFU)) * 134775813U + 1U;
  keys_[2] = crc_step(keys_[2], static_cast<std::uint8_t>(keys_[1] >> 24U));
}

void ZipCryptoStream::decrypt(std::span<std::byte> bytes) {
  for (std::byte& byte : bytes) {
    const std::uint32_t word = (keys_[2] | 2U) & 0xFFFFU;
    const auto plain =
        static_cast<std::uint8_t>(std::to_integer<std::uint32_t>(byte) ^ ((word * (word ^ 1U)) >> 8U & 0xFFU));
    update(plain);
    byte = std::byte{plain};
  }
}

void WinZipAes::FreeMacContext::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

WinZipAes::WinZipAes(std::span<const std::byte> password, std::span<const std::byte> salt, std::size_t key_size)
    : cipher_(EVP_CIPHER_CTX_new()), mac_(EVP_MAC_CTX_new(&openssl::hmac_algorithm())) {
  GARDE_CHECK(cipher_ != nullptr && mac_ != nullptr && salt.size() == salt_size(key_size));
  SecretBytes keys(2 * key_size + kVerifierSize);
  pbkdf2(Pbkdf2Digest::sha1, password, salt, kIterations, keys.bytes());
  const auto cipher_key = keys.bytes().first(key_size);
  const auto mac_key = keys.bytes().subspan(key_size, key_size);
  std::ranges::copy(keys.bytes().last(kVerifierSize), verifier_.begin());
  openssl::check(
      EVP_EncryptInit_ex2(cipher_.get(), &block_algorithm(key_size), raw(cipher_key.data()), nullptr, nullptr));
  openssl::check(EVP_CIPHER_CTX_set_padding(cipher_.get(), 0));
  char digest[] = "SHA1";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  openssl::check(EVP_MAC_init(mac_.get(), raw(mac_key.data()), mac_key.size(), parameters));
}

// The counter is little-endian and begins at 1, so OpenSSL's own counter mode does not serve.
void WinZipAes::next_stream() {
  constexpr std::size_t kBlock = 16;
  stream_.fill(std::byte{0});
  for (std::size_t at = 0; at < stream_.size(); at += kBlock, ++next_block_)
    for (std::size_t i = 0; i < 8; ++i) stream_[at + i] = static_cast<std::byte>(next_block_ >> (8 * i));
  int written = 0;
  openssl::check(EVP_EncryptUpdate(cipher_.get(), raw(stream_.data()), &written, raw(stream_.data()),
                                   static_cast<int>(stream_.size())));
  used_ = 0;
}

void WinZipAes::decrypt(std::span<std::byte> bytes) {
  openssl::check(EVP_MAC_update(mac_.get(), raw(bytes.data()), bytes.size()));
  while (!bytes.empty()) {
    if (used_ == stream_.size()) next_stream();
    const std::size_t count = std::min(bytes.size(), stream_.size() - used_);
    for (std::size_t i = 0; i < count; ++i) bytes[i] ^= stream_[used_ + i];
    used_ += count;
    bytes = bytes.subspan(count);
  }
}

WinZipAes::Tag WinZipAes::tag() {
  std::array<std::byte, 20> whole{};
  std::size_t length = 0;
  openssl::check(EVP_MAC_final(mac_.get(), raw(whole.data()), &length, whole.size()));
  Tag tag{};
  std::copy_n(whole.begin(), tag.size(), tag.begin());
  return tag;
}

}  // namespace garde::crypto
