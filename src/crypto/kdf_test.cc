#include "crypto/kdf.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "crypto/romix.h"
#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::text;

std::string scrypt_hex(std::string_view password, std::string_view salt, ScryptCost cost, unsigned threads = 2) {
  const auto key = scrypt(text(password), text(salt), cost, 64, threads);
  return key ? to_hex(key->bytes()) : describe(key.error());
}

TEST(Scrypt, MatchesRfc7914) {
  EXPECT_EQ(scrypt_hex("", "", {16, 1, 1}),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
  EXPECT_EQ(scrypt_hex("password", "NaCl", {1024, 8, 16}),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
  EXPECT_EQ(scrypt_hex("pleaseletmein", "SodiumChloride", {16384, 8, 1}),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
}

TEST(Scrypt, AgreesWithOpensslAtEveryShape) {
  for (const ScryptCost cost :
       {ScryptCost{2, 1, 1}, ScryptCost{4, 3, 2}, ScryptCost{64, 8, 3}, ScryptCost{32, 5, 7}, ScryptCost{8192, 8, 5}}) {
    unsigned char expected[64];
    ASSERT_EQ(EVP_PBE_scrypt("secret", 6, reinterpret_cast<const unsigned char*>("salt"), 4, cost.n, cost.r, cost.p,
                             std::size_t{1} << 30U, expected, sizeof expected),
              1);
    for (const unsigned threads : {1U, 2U, 5U})
      EXPECT_EQ(scrypt_hex("secret", "salt", cost, threads), to_hex(std::as_bytes(std::span(expected))))
          << cost.n << ' ' << cost.r << ' ' << cost.p << ' ' << threads;
  }
}

TEST(Scrypt, RefusesACostPastItsLimits) {
  const auto kind = [](ScryptCost cost) { return scrypt({}, {}, cost, 64, 1).error().kind; };
  EXPECT_EQ(kind({1U << 22U, 8, 1}), ErrorKind::unsupported) << "4 GiB";
  EXPECT_EQ(kind({2 * kMaxScryptLane.value / 128, 1, 1}), ErrorKind::unsupported);
  EXPECT_EQ(kind({2, 1, kMaxScryptWork / 2 + 1}), ErrorKind::unsupported);
  EXPECT_EQ(kind({std::uint64_t{1} << 63U, 0xffffffff, 0xffffffff}), ErrorKind::unsupported);
  for (const ScryptCost no_cost :
       {ScryptCost{0, 8, 1}, ScryptCost{1, 8, 1}, ScryptCost{3, 8, 1}, ScryptCost{2, 0, 1}, ScryptCost{2, 1, 0}})
    EXPECT_EQ(kind(no_cost), ErrorKind::invalid_input);
}

TEST(Scrypt, AcceptsTheLargestLane) {
  const ScryptCost cost{kMaxScryptLane.value / 128 / 8, 8, 1};
  EXPECT_TRUE(scrypt(text("p"), text("s"), cost, 32, 1));
}

TEST(Pbkdf2, MatchesRfc7914) {
  const auto key = pbkdf2_sha256(text("Password"), text("NaCl"), 80000, 64);
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->bytes()),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
            "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d");
}

TEST(Pbkdf2, RefusesNoIterationsAndTooMany) {
  EXPECT_EQ(pbkdf2_sha256({}, {}, 0, 32).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(pbkdf2_sha256({}, {}, kMaxPbkdf2Iterations + 1, 32).error().kind, ErrorKind::unsupported);
  EXPECT_TRUE(pbkdf2_sha256({}, {}, 1, 32)) << "an empty passphrase is legal in Borg";
}

}  // namespace
}  // namespace garde::crypto
