#include "crypto/digest.h"

#include "base/hex.h"
#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

std::optional<Sha256Digest> Sha256Digest::parse(std::string_view hex) {
  Sha256Digest digest;
  return read_hex(hex, digest.bytes) ? std::optional(digest) : std::nullopt;
}

std::string Sha256Digest::hex() const { return to_hex(bytes); }

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  GARDE_CHECK(context_ != nullptr);
  openssl::check(EVP_DigestInit_ex2(context_.get(), &openssl::sha256_algorithm(), nullptr));
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::start() { openssl::check(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr)); }

void Sha256::update(std::span<const std::byte> bytes) {
  openssl::check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest;
  openssl::check(EVP_DigestFinal_ex(context_.get(), raw(digest.bytes.data()), nullptr));
  start();
  return digest;
}

Sha256Digest Sha256::of(std::span<const std::byte> message) {
  update(message);
  return finish();
}

Sha256Digest sha256(std::span<const std::byte> message) { return Sha256().of(message); }

}  // namespace garde::crypto
