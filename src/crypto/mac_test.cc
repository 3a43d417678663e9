#include "crypto/mac.h"

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::hex;
using testing::text;

std::span<const std::byte, 32> key_of(const std::vector<std::byte>& bytes) { return std::span(bytes).first<32>(); }

TEST(Poly1305, MatchesRfc8439) {
  const auto key = hex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
  Poly1305 mac;
  EXPECT_EQ(to_hex(mac.of(key_of(key), text("Cryptographic Forum Research Group"))),
            "a8061dc1305136c6c22b8baf0c0127a9");
}

TEST(Poly1305, TakesTheNextKeyAfterAMessage) {
  const auto zero = hex(std::string(64, '0'));
  const auto key = hex("36e5f6b5c5e06070f0efca96227a863e00000000000000000000000000000000");
  Poly1305 mac;
  EXPECT_EQ(to_hex(mac.of(key_of(zero), text("anything"))), std::string(32, '0'));
  const auto first = mac.of(key_of(key), text("anything"));
  EXPECT_EQ(mac.of(key_of(key), text("anything")), first);
  EXPECT_NE(mac.of(key_of(key), text("anythinG")), first);
  EXPECT_EQ(Poly1305().of(key_of(key), text("")), Poly1305().of(key_of(zero), text("x")));
}

TEST(HmacSha256, MatchesRfc4231) {
  HmacSha256 first(hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
  EXPECT_EQ(first.of(text("Hi There")).hex(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  HmacSha256 second(text("Jefe"));
  for (int twice = 0; twice < 2; ++twice)
    EXPECT_EQ(second.of(text("what do ya want for nothing?")).hex(),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacSha256, TakesAnEmptyKey) {
  EXPECT_EQ(HmacSha256({}).of({}).hex(), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace garde::crypto
