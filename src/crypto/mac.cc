#include "crypto/mac.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

void FreeMac::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

Poly1305::Poly1305() : context_(EVP_MAC_CTX_new(&openssl::poly1305_algorithm())) { GARDE_CHECK(context_ != nullptr); }

Poly1305::Tag Poly1305::of(std::span<const std::byte, kKeySize> key, std::span<const std::byte> message) {
  Tag tag{};
  std::size_t length = 0;
  openssl::check(EVP_MAC_init(context_.get(), raw(key.data()), key.size(), nullptr));
  openssl::check(EVP_MAC_update(context_.get(), raw(message.data()), message.size()));
  openssl::check(EVP_MAC_final(context_.get(), raw(tag.data()), &length, tag.size()));
  return tag;
}

HmacSha256::HmacSha256(std::span<const std::byte> key) : context_(EVP_MAC_CTX_new(&openssl::hmac_algorithm())) {
  GARDE_CHECK(context_ != nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  // A null key would mean "keep the one you have".
  const std::byte none{};
  const auto* bytes = key.empty() ? raw(&none) : raw(key.data());
  openssl::check(EVP_MAC_init(context_.get(), bytes, key.size(), parameters));
}

Sha256Digest HmacSha256::of(std::span<const std::byte> message) {
  Sha256Digest tag;
  std::size_t length = 0;
  openssl::check(EVP_MAC_init(context_.get(), nullptr, 0, nullptr));
  openssl::check(EVP_MAC_update(context_.get(), raw(message.data()), message.size()));
  openssl::check(EVP_MAC_final(context_.get(), raw(tag.bytes.data()), &length, tag.bytes.size()));
  return tag;
}

}  // namespace garde::crypto
