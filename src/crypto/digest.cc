#include "crypto/digest.h"

#include <cstdint>

#include "base/hex.h"
#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {

namespace {

constexpr std::uint8_t kNoDigit = 0xff;
constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < 16; ++i) {
    digits[static_cast<unsigned char>("0123456789abcdef"[i])] = static_cast<std::uint8_t>(i);
    digits[static_cast<unsigned char>("0123456789ABCDEF"[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

}  // namespace

// An index holds hundreds of thousands of these: a table, and no memory taken.
std::optional<Sha256Digest> Sha256Digest::parse(std::string_view hex) {
  if (hex.size() != 2 * kSize) return std::nullopt;
  Sha256Digest digest;
  unsigned bad = 0;
  for (std::size_t i = 0; i < kSize; ++i) {
    const unsigned high = kDigits[static_cast<unsigned char>(hex[2 * i])];
    const unsigned low = kDigits[static_cast<unsigned char>(hex[2 * i + 1])];
    bad |= high | low;
    digest.bytes[i] = static_cast<std::byte>(high << 4U | low);
  }
  if (bad > 15) return std::nullopt;
  return digest;
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
