#include "crypto/aes_cbc.h"

#include <limits>

#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

Result<SecretBytes> aes_256_cbc_decrypt(std::span<const std::byte, 32> key, std::span<const std::byte, 16> iv,
                                        std::span<const std::byte> sealed) {
  constexpr std::size_t kBlockSize = 16;
  if (sealed.empty() || sealed.size() % kBlockSize != 0 || sealed.size() > std::numeric_limits<int>::max())
    return Error{ErrorKind::damaged, "AES-256-CBC", std::nullopt, "not whole blocks"};
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  GARDE_CHECK(context != nullptr);
  openssl::check(
      EVP_DecryptInit_ex2(context.get(), &openssl::aes_256_cbc_algorithm(), raw(key.data()), raw(iv.data()), nullptr));
  openssl::check(EVP_CIPHER_CTX_set_padding(context.get(), 0));
  SecretBytes padded(sealed.size());
  int written = 0;
  openssl::check(EVP_DecryptUpdate(context.get(), raw(padded.bytes().data()), &written, raw(sealed.data()),
                                   static_cast<int>(sealed.size())));
  const auto padding = std::to_integer<std::size_t>(padded.bytes().back());
  bool right = padding >= 1 && padding <= kBlockSize;
  for (std::size_t i = 1; right && i <= padding; ++i)
    right = std::to_integer<std::size_t>(padded.bytes()[padded.size() - i]) == padding;
  if (!right) return Error{ErrorKind::damaged, "AES-256-CBC", std::nullopt, "wrong padding"};
  padded.shrink_to(padded.size() - padding);
  return padded;
}

}  // namespace garde::crypto
