// OpenSSL's objects as owned values. Algorithms are looked up once for the whole program: a lookup for each
// use costs more than hashing a small file.
//
// A failure inside OpenSSL here can only mean that the installation is broken or memory is gone, never that
// the input is bad, so it aborts.
#pragma once

#include <memory>

#include <openssl/evp.h>
#include <openssl/kdf.h>

#include "base/result.h"

namespace garde::crypto::openssl {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free<EVP_MAC_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, Free<EVP_KDF_CTX_free>>;

// Constant from their first use to the end of the program. They live in a library context of our own, so the
// system-wide openssl.cnf does not change what we can read.
const EVP_MD& sha256_algorithm();
const EVP_MD& sha1_algorithm();
EVP_MAC& poly1305_algorithm();
EVP_MAC& hmac_algorithm();
EVP_KDF& pbkdf2_algorithm();
const EVP_CIPHER& aes_256_ctr_algorithm();
const EVP_CIPHER& aes_256_cbc_algorithm();
const EVP_CIPHER& aes_128_ecb_algorithm();
const EVP_CIPHER& aes_192_ecb_algorithm();
const EVP_CIPHER& aes_256_ecb_algorithm();

inline void check(int success) { GARDE_CHECK(success == 1); }
}  // namespace garde::crypto::openssl
