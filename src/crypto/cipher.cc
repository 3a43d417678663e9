#include "crypto/cipher.h"

#include <algorithm>

#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

void FreeCipher::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

Aes256Ctr::Aes256Ctr(std::span<const std::byte, kKeySize> key) : context_(EVP_CIPHER_CTX_new()) {
  GARDE_CHECK(context_ != nullptr);
  openssl::check(
      EVP_EncryptInit_ex2(context_.get(), &openssl::aes_256_ctr_algorithm(), raw(key.data()), nullptr, nullptr));
}

void Aes256Ctr::apply(std::span<const std::byte, kBlockSize> first_counter, std::span<const std::byte> in,
                      std::span<std::byte> out) {
  // One call of OpenSSL takes at most an int; counter mode goes on where the last call stopped.
  constexpr std::size_t kMaxPiece = std::size_t{1} << 30U;
  GARDE_CHECK(in.size() == out.size());
  openssl::check(EVP_EncryptInit_ex2(context_.get(), nullptr, nullptr, raw(first_counter.data()), nullptr));
  for (std::size_t done = 0; done < in.size();) {
    const std::size_t piece = std::min(in.size() - done, kMaxPiece);
    int written = 0;
    openssl::check(EVP_EncryptUpdate(context_.get(), raw(out.subspan(done).data()), &written,
                                     raw(in.subspan(done).data()), static_cast<int>(piece)));
    done += piece;
  }
}

Aes128Block::Aes128Block(std::span<const std::byte, kKeySize> key) : context_(EVP_CIPHER_CTX_new()) {
  GARDE_CHECK(context_ != nullptr);
  openssl::check(
      EVP_EncryptInit_ex2(context_.get(), &openssl::aes_128_ecb_algorithm(), raw(key.data()), nullptr, nullptr));
  openssl::check(EVP_CIPHER_CTX_set_padding(context_.get(), 0));
}

void Aes128Block::encrypt(std::span<const std::byte, kBlockSize> in, std::span<std::byte, kBlockSize> out) {
  int written = 0;
  openssl::check(
      EVP_EncryptUpdate(context_.get(), raw(out.data()), &written, raw(in.data()), static_cast<int>(in.size())));
}

}  // namespace garde::crypto
