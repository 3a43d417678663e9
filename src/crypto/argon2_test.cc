#include "crypto/argon2.h"

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::text;

Result<SecretBytes> derive(const Argon2Cost& cost, Argon2Variant variant = Argon2Variant::id,
                           Argon2Version version = Argon2Version::v13) {
  return argon2(variant, version, text("motdepasse"), text("seldetest12"), cost, 32);
}

TEST(Argon2, AgreesWithTheReferenceProgram) {
  const Argon2Cost cost{.memory = 1_MiB, .passes = 3, .lanes = 4};
  const auto hex_of = [&](Argon2Variant variant, Argon2Version version) {
    return to_hex(derive(cost, variant, version).take().bytes());
  };
  EXPECT_EQ(hex_of(Argon2Variant::d, Argon2Version::v10),
            "d273f4140b6dffe7f946c7a8be8bfe7d9f05304d4359d7a65d9d6deb4a786720");
  EXPECT_EQ(hex_of(Argon2Variant::d, Argon2Version::v13),
            "fd5f8e1a072070752e9910c18683e901e46ef866e5e80c9f66a208175037f17c");
  EXPECT_EQ(hex_of(Argon2Variant::id, Argon2Version::v10),
            "049bd6bdc55c4817f2e25b003584a873175765424577c67f9a0fe34f9617f259");
  EXPECT_EQ(hex_of(Argon2Variant::id, Argon2Version::v13),
            "fa9163897281cf27c963d2296c618442f8fe01a4e5c9ad7fe72fe5e0b61d98fc");
}

TEST(Argon2, RefusesACostPastItsLimitsBeforeTakingAnyMemory) {
  const auto kind = [](Argon2Cost cost) { return derive(cost).error().kind; };
  EXPECT_EQ(kind({.memory = kMaxArgon2Memory + 1_KiB, .passes = 1, .lanes = 1}), ErrorKind::unsupported);
  EXPECT_EQ(kind({.memory = 1_GiB, .passes = 49, .lanes = 1}), ErrorKind::unsupported);
  EXPECT_EQ(kind({.memory = 1_MiB, .passes = ~std::uint64_t{0}, .lanes = 1}), ErrorKind::unsupported);
  EXPECT_EQ(kind({.memory = 1_MiB, .passes = 1, .lanes = kMaxArgon2Lanes + 1}), ErrorKind::unsupported);
  EXPECT_TRUE(derive({.memory = 1_MiB, .passes = 1, .lanes = kMaxArgon2Lanes}));
}

TEST(Argon2, RefusesWhatIsNoCost) {
  const auto kind = [](Argon2Cost cost) { return derive(cost).error().kind; };
  EXPECT_EQ(kind({.memory = 1_MiB, .passes = 0, .lanes = 1}), ErrorKind::invalid_input);
  EXPECT_EQ(kind({.memory = 1_MiB, .passes = 1, .lanes = 0}), ErrorKind::invalid_input);
  EXPECT_EQ(kind({.memory = 7_KiB, .passes = 1, .lanes = 1}), ErrorKind::invalid_input);
  const auto short_salt = argon2(Argon2Variant::id, Argon2Version::v13, text("a"), text("1234567"),
                                 {.memory = 1_MiB, .passes = 1, .lanes = 1}, 32);
  EXPECT_EQ(short_salt.error().kind, ErrorKind::invalid_input);
}

}  // namespace
}  // namespace garde::crypto
