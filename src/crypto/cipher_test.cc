#include "crypto/cipher.h"

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::hex;

const auto key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
const auto counter = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
const auto plain =
    hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
const auto sealed =
    hex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
        "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6");

template <std::size_t kSize>
std::span<const std::byte, kSize> fixed(const std::vector<std::byte>& bytes) {
  return std::span<const std::byte, kSize>(bytes.data(), kSize);
}

TEST(Aes256Ctr, MatchesNistSp80038a) {
  Aes256Ctr cipher(fixed<32>(key));
  std::vector<std::byte> out(plain.size());
  cipher.apply(fixed<16>(counter), plain, out);
  EXPECT_EQ(out, sealed);
  cipher.apply(fixed<16>(counter), out, out);
  EXPECT_EQ(out, plain) << "in place, and the key is kept";
}

TEST(Aes256Ctr, CountsAllSixteenBytesUp) {
  Aes256Ctr cipher(fixed<32>(key));
  const auto last = hex("ffffffffffffffffffffffffffffffff");
  const auto zero = hex("00000000000000000000000000000000");
  const std::vector<std::byte> nothing(32);
  std::vector<std::byte> wrapped(32);
  std::vector<std::byte> restarted(16);
  cipher.apply(fixed<16>(last), nothing, wrapped);
  cipher.apply(fixed<16>(zero), std::span(nothing).first(16), restarted);
  EXPECT_EQ(std::vector<std::byte>(wrapped.begin() + 16, wrapped.end()), restarted);
}

TEST(Aes128Block, MatchesFips197) {
  const auto block_key = hex("000102030405060708090a0b0c0d0e0f");
  const auto block = hex("00112233445566778899aabbccddeeff");
  std::vector<std::byte> out(16);
  Aes128Block cipher(fixed<16>(block_key));
  cipher.encrypt(fixed<16>(block), std::span(out).first<16>());
  EXPECT_EQ(to_hex(out), "69c4e0d86a7b0430d8cdb78070b4c55a");
}

}  // namespace
}  // namespace garde::crypto
