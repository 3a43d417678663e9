#include "crypto/openssl.h"

namespace garde::crypto::openssl {
namespace {

OSSL_LIB_CTX* library() {
  static OSSL_LIB_CTX* const context = OSSL_LIB_CTX_new();
  GARDE_CHECK(context != nullptr);
  return context;
}

template <class T>
T& found(T* algorithm) {
  GARDE_CHECK(algorithm != nullptr);
  return *algorithm;
}

}  // namespace

const EVP_MD& sha256_algorithm() {
  static const EVP_MD& algorithm = found(EVP_MD_fetch(library(), "SHA256", nullptr));
  return algorithm;
}

const EVP_MD& sha1_algorithm() {
  static const EVP_MD& algorithm = found(EVP_MD_fetch(library(), "SHA1", nullptr));
  return algorithm;
}

EVP_MAC& poly1305_algorithm() {
  static EVP_MAC& algorithm = found(EVP_MAC_fetch(library(), "POLY1305", nullptr));
  return algorithm;
}

EVP_MAC& hmac_algorithm() {
  static EVP_MAC& algorithm = found(EVP_MAC_fetch(library(), "HMAC", nullptr));
  return algorithm;
}

EVP_KDF& pbkdf2_algorithm() {
  static EVP_KDF& algorithm = found(EVP_KDF_fetch(library(), "PBKDF2", nullptr));
  return algorithm;
}

const EVP_CIPHER& aes_256_ctr_algorithm() {
  static const EVP_CIPHER& algorithm = found(EVP_CIPHER_fetch(library(), "AES-256-CTR", nullptr));
  return algorithm;
}

const EVP_CIPHER& aes_256_cbc_algorithm() {
  static const EVP_CIPHER& algorithm = found(EVP_CIPHER_fetch(library(), "AES-256-CBC", nullptr));
  return algorithm;
}

const EVP_CIPHER& aes_128_ecb_algorithm() {
  static const EVP_CIPHER& algorithm = found(EVP_CIPHER_fetch(library(), "AES-128-ECB", nullptr));
  return algorithm;
}

const EVP_CIPHER& aes_192_ecb_algorithm() {
  static const EVP_CIPHER& algorithm = found(EVP_CIPHER_fetch(library(), "AES-192-ECB", nullptr));
  return algorithm;
}

const EVP_CIPHER& aes_256_ecb_algorithm() {
  static const EVP_CIPHER& algorithm = found(EVP_CIPHER_fetch(library(), "AES-256-ECB", nullptr));
  return algorithm;
}

}  // namespace garde::crypto::openssl
