#include "crypto/signature.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/hex.h"

namespace garde::crypto {
namespace {

std::vector<std::byte> bytes_of(std::string_view hex) { return from_hex(hex).value(); }

// RFC 8032, section 7.1, tests 1 and 2.
TEST(Signatures, AreThoseOfTheStandard) {
  struct {
    std::string_view seed, key, message, signature;
  } const cases[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2"
       "4"
       "655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302ae"
       "e"
       "b00d291612bb0c00"},
  };
  for (const auto& [seed, key, message, signature] : cases) {
    const SigningKey signer = SigningKey::from_seed(SecretBytes::copy_of(bytes_of(seed))).take();
    EXPECT_EQ(signer.public_key().hex(), key);
    EXPECT_EQ(signer.sign(bytes_of(message)).hex(), signature);
    EXPECT_EQ(verify_signature(signer.public_key(), bytes_of(message), *Signature::parse(signature)),
              SignatureMatch::yes);
  }
}

TEST(Signatures, FitOneMessageAndOneKeyOnly) {
  const SigningKey signer = SigningKey::generate();
  const SigningKey other = SigningKey::generate();
  const auto message = bytes_of("6d65737361676500");
  const Signature signature = signer.sign(message);
  EXPECT_EQ(verify_signature(signer.public_key(), message, signature), SignatureMatch::yes);
  EXPECT_EQ(verify_signature(other.public_key(), message, signature), SignatureMatch::no);
  EXPECT_EQ(verify_signature(signer.public_key(), bytes_of("6d65737361676501"), signature), SignatureMatch::no);
  for (std::size_t at = 0; at < Signature::kSize; ++at) {
    Signature changed = signature;
    changed.bytes[at] ^= std::byte{1};
    EXPECT_EQ(verify_signature(signer.public_key(), message, changed), SignatureMatch::no) << at;
  }
}

TEST(SigningKeys, ComeBackFromTheirSeed) {
  const SigningKey signer = SigningKey::generate();
  EXPECT_EQ(SigningKey::from_seed(signer.seed()).take().public_key(), signer.public_key());
  EXPECT_EQ(SigningKey::from_seed(SecretBytes(31)).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(SigningKey::from_seed(SecretBytes(33)).error().kind, ErrorKind::invalid_input);
}

// The example of RFC 8410, section 10.1.
TEST(PublicKeys, AreWrittenAsPem) {
  const auto key = PublicKey::parse("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->pem(),
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
            "-----END PUBLIC KEY-----\n");
  EXPECT_FALSE(PublicKey::parse("19bf"));
  EXPECT_FALSE(PublicKey::parse(std::string(64, 'g')));
}

}  // namespace
}  // namespace garde::crypto
