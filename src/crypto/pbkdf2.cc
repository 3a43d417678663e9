#include "crypto/pbkdf2.h"

#include <string>

#include <openssl/core_names.h>
#include <openssl/params.h>

#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

void pbkdf2(Pbkdf2Digest digest, std::span<const std::byte> password, std::span<const std::byte> salt,
            unsigned iterations, std::span<std::byte> key) {
  const openssl::KdfContext context(EVP_KDF_CTX_new(&openssl::pbkdf2_algorithm()));
  GARDE_CHECK(context != nullptr);
  std::string name = digest == Pbkdf2Digest::sha1 ? "SHA1" : "SHA256";
  int unchecked = 1;  // do not refuse the short salts and low iteration counts that files of others use
  std::byte none{};   // a null pointer would mean "not given"
  const auto pointer = [&](std::span<const std::byte> bytes) {
    return bytes.empty() ? static_cast<void*>(&none) : const_cast<std::byte*>(bytes.data());
  };
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, pointer(password), password.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, pointer(salt), salt.size()),
      OSSL_PARAM_construct_uint(OSSL_KDF_PARAM_ITER, &iterations),
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name.data(), 0),
      OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &unchecked),
      OSSL_PARAM_construct_end()};
  openssl::check(EVP_KDF_derive(context.get(), raw(key.data()), key.size(), parameters));
}

}  // namespace garde::crypto
