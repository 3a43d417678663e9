#include "crypto/aes_kdf.h"

#include <array>

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

std::array<std::byte, 32> counting_from(unsigned first) {
  std::array<std::byte, 32> bytes{};
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(first++);
  return bytes;
}

TEST(AesKdf, AgreesWithOneBlockEncryptedAgainAndAgain) {
  const auto derived = [](std::uint64_t rounds) {
    return to_hex(aes_kdf(counting_from(100), counting_from(0), rounds).take().bytes());
  };
  EXPECT_EQ(derived(0), "e3e16780becf601d55e4751e7d722ef91d750bb0cea61b1bb5ea8bc308cdf262");
  EXPECT_EQ(derived(1), "1b65f1533dafca31a001fb69004eb3ec70ffa3389d494d59a40b2a6c741eaa9e");
  EXPECT_EQ(derived(1024), "5b8c0791a1650c6bd3c184342170a3f55c6eb9d742677146cce11cb2538be280");
  EXPECT_EQ(derived(1025), "86abc73d8d372e08670b010ac20fb371557ef9e10a006299b148cf7ccb6488ae");
  EXPECT_EQ(derived(5000), "0d743ccc72c0c58deca63e589b7927795619fcbc722dd06d46694bd350d3d56e");
}

TEST(AesKdf, RefusesMoreRoundsThanItsLimit) {
  EXPECT_EQ(aes_kdf(counting_from(0), counting_from(0), kMaxAesKdfRounds + 1).error().kind, ErrorKind::unsupported);
}

}  // namespace
}  // namespace garde::crypto
