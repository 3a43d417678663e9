#include "crypto/aes_kdf.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/mistake.h"
#include "crypto/digest.h"
#include "crypto/openssl.h"
#include "crypto/raw_bytes.h"

namespace garde::crypto {
namespace {

// Encrypting a block again and again is CBC over zeros with that block as the first vector: each output is the
// cipher of the one before, and one call does a thousand rounds.
void encrypt_repeatedly(std::span<std::byte> block, std::span<const std::byte, 32> seed, std::uint64_t rounds) {
  constexpr std::size_t kBlockSize = 16;
  constexpr std::uint64_t kRoundsPerCall = 1024;
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  GARDE_CHECK(context != nullptr);
  openssl::check(EVP_EncryptInit_ex2(context.get(), &openssl::aes_256_cbc_algorithm(), raw(seed.data()),
                                     raw(block.data()), nullptr));
  openssl::check(EVP_CIPHER_CTX_set_padding(context.get(), 0));
  const std::vector<std::byte> zeros(kRoundsPerCall * kBlockSize);
  SecretBytes chained(zeros.size());
  for (std::uint64_t left = rounds; left > 0;) {
    const std::uint64_t now = std::min(left, kRoundsPerCall);
    const std::size_t size = now * kBlockSize;
    int written = 0;
    openssl::check(EVP_EncryptUpdate(context.get(), raw(chained.bytes().data()), &written, raw(zeros.data()),
                                     static_cast<int>(size)));
    std::ranges::copy(chained.bytes().subspan(size - kBlockSize, kBlockSize), block.begin());
    left -= now;
  }
}

}  // namespace

Result<SecretBytes> aes_kdf(std::span<const std::byte, 32> key, std::span<const std::byte, 32> seed,
                            std::uint64_t rounds) {
  if (rounds > kMaxAesKdfRounds)
    return Error{ErrorKind::unsupported, "AES-KDF", std::nullopt, fmt::format("{} rounds take too much time", rounds)};
  SecretBytes mixed = SecretBytes::copy_of(std::span<const std::byte>(key));
  MistakeCarrier carrier;
  const auto encrypt = [&](std::span<std::byte> half) { carrier.run([&] { encrypt_repeatedly(half, seed, rounds); }); };
  {
    const std::jthread other(encrypt, mixed.bytes().first(16));
    encrypt(mixed.bytes().last(16));
  }
  carrier.rethrow();
  Sha256Digest digest = sha256(mixed.bytes());
  SecretBytes derived = SecretBytes::copy_of(digest.bytes);
  wipe(digest.bytes);
  return derived;
}

}  // namespace garde::crypto
