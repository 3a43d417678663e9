#include "crypto/password.h"

#include <gtest/gtest.h>

#include "crypto/seal.h"
#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(text); }

TEST(Password, OpensOnlyItsOwnHash) {
  const std::string hash = hash_password(secret("médecin de garde"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << hash;
  EXPECT_EQ(*verify_password(secret("médecin de garde"), hash), PasswordMatch::yes);
  EXPECT_EQ(*verify_password(secret("medecin de garde"), hash), PasswordMatch::no);
  EXPECT_EQ(*verify_password(SecretBytes(), hash), PasswordMatch::no);
  EXPECT_NE(hash, hash_password(secret("médecin de garde"))) << "each hash has its own salt";
}

TEST(Password, RefusesAHashThatIsNoneOrCostsTooMuch) {
  const std::string tail = "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
  for (const std::string& bad :
       {std::string(), std::string("$argon2id$"), "$argon2i$v=19$m=65536,t=3,p=1" + tail,
        "$argon2id$v=19$m=1048577,t=3,p=1" + tail, "$argon2id$v=19$m=65536,t=17,p=1" + tail,
        "$argon2id$v=19$m=99999999999,t=3,p=1" + tail, "$argon2id$v=19$m=65536,t=3,p=1" + std::string(200, 'A')}) {
    const auto match = verify_password(secret("x"), bad);
    ASSERT_FALSE(match) << bad;
    EXPECT_EQ(match.error().kind, ErrorKind::invalid_input);
  }
}

TEST(Seal, OpensWithThePasswordAndThePurpose) {
  const auto sealed = seal(secret("repository password"), secret("mine"), "destination usb");
  const auto opened = unseal(sealed, secret("mine"), "destination usb");
  ASSERT_TRUE(opened);
  EXPECT_TRUE(constant_time_equal(opened->bytes(), testing::text("repository password")));
  EXPECT_EQ(unseal(sealed, secret("Mine"), "destination usb").error().kind, ErrorKind::wrong_secret);
  EXPECT_EQ(unseal(sealed, secret("mine"), "destination nas").error().kind, ErrorKind::wrong_secret);
}

TEST(Seal, DoesNotOpenOnceAByteChanged) {
  const auto sealed = seal(secret("s"), secret("p"), "");
  for (const std::size_t at : {std::size_t{1}, std::size_t{17}, std::size_t{41}, sealed.size() - 1}) {
    auto changed = sealed;
    changed[at] ^= std::byte{1};
    EXPECT_EQ(unseal(changed, secret("p"), "").error().kind, ErrorKind::wrong_secret) << at;
  }
  auto later = sealed;
  later[0] = std::byte{2};
  EXPECT_EQ(unseal(later, secret("p"), "").error().kind, ErrorKind::unsupported);
  for (std::size_t length = 0; length + 1 < sealed.size(); ++length)
    EXPECT_EQ(unseal(std::span(sealed).first(length), secret("p"), "").error().kind, ErrorKind::invalid_input);
}

TEST(Seal, HoldsAnEmptySecretAndTheLargest) {
  for (const std::size_t size : {std::size_t{0}, static_cast<std::size_t>(kMaxSealedSecret.value)}) {
    const auto sealed = seal(SecretBytes(size), secret("p"), "");
    const auto opened = unseal(sealed, secret("p"), "");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->size(), size);
  }
}

}  // namespace
}  // namespace garde::crypto
