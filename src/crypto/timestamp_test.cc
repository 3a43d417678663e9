// The authority is OpenSSL's own command, with certificates made for the test.
#include "crypto/timestamp.h"

#include <array>
#include <cstdlib>

#include <gtest/gtest.h>

#include "crypto/testing/timestamp_authority.h"

namespace garde::crypto {
namespace {

constexpr std::string_view kMessage = "garde journal checkpoint 1\n";
constexpr std::array kNonce = {std::byte{0}, std::byte{2}, std::byte{3}, std::byte{4},
                               std::byte{5}, std::byte{6}, std::byte{7}, std::byte{0xff}};
constexpr std::string_view kNonceHex = "00020304050607ff";

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

class Timestamps : public ::testing::Test {
 protected:
  // The authority's answer to a request of ours.
  std::string answer(const Sha256Digest& imprint) const {
    return authority_.answer(timestamp_request(imprint, kNonce));
  }
  void shell(const std::string& command) const { authority_.shell(command); }
  std::string read(const std::string& name) const { return authority_.read(name); }
  static Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }
  Result<VerifiedTimestamp> verify(const std::string& response, std::string_view ca = "ca.pem",
                                   std::string_view nonce = kNonceHex) const {
    return verify_timestamp(bytes_of(response), imprint_, nonce, read(std::string(ca)), now());
  }

  const Sha256Digest imprint_ = sha256(bytes_of(kMessage));
  const testing::TimestampAuthority authority_;
};

TEST_F(Timestamps, OfAnAuthorityThatIsTrustedGiveItsHourAndItsName) {
  const auto verified = verify(answer(imprint_));
  ASSERT_TRUE(verified.has_value()) << describe(verified.error());
  EXPECT_LE(std::chrono::abs(verified->at - now()), std::chrono::minutes(1));
  EXPECT_EQ(verified->authority, "CN=Horodatage é");
  EXPECT_EQ(verified->serial, "0B");
  EXPECT_EQ(timestamped_imprint(bytes_of(read("r.tsr"))).value(), imprint_);
}

// OpenSSL looks for the system's certificates where these variables say.
class SystemCertificates {
 public:
  explicit SystemCertificates(const std::string& file) {
    ::setenv("SSL_CERT_FILE", file.c_str(), 1);
    ::setenv("SSL_CERT_DIR", "/nonexistent", 1);
  }
  ~SystemCertificates() {
    ::unsetenv("SSL_CERT_FILE");
    ::unsetenv("SSL_CERT_DIR");
  }
  SystemCertificates(const SystemCertificates&) = delete;
  SystemCertificates& operator=(const SystemCertificates&) = delete;
};

TEST_F(Timestamps, SayWhetherThisComputerKnowsTheAuthorityToo) {
  const std::string response = answer(imprint_);
  EXPECT_FALSE(verify(response).value().authority_is_known) << "one made for this test";
  {
    const SystemCertificates known(authority_.folder() + "/ca.pem");
    EXPECT_TRUE(verify(response).value().authority_is_known);
  }
  const SystemCertificates another(authority_.folder() + "/other.pem");
  EXPECT_FALSE(verify(response).value().authority_is_known);
}

TEST_F(Timestamps, AreReadAndVerifiedByOpensslToo) {
  answer(imprint_);
  authority_.write("data", kMessage);
  shell("openssl ts -query -in q.tsq -text | grep -q 'Nonce: 0x020304050607FF'");
  shell("openssl ts -verify -data data -in r.tsr -CAfile ca.pem");
  shell("openssl ts -verify -queryfile q.tsq -in r.tsr -CAfile ca.pem");
}

TEST_F(Timestamps, AreRefusedWithAnotherAuthorityAnotherNonceAndAnotherImprint) {
  const std::string response = answer(imprint_);
  EXPECT_EQ(verify(response, "other.pem").error().kind, ErrorKind::damaged);
  EXPECT_EQ(verify(response, "ca.pem", "0203").error().kind, ErrorKind::damaged);
  EXPECT_EQ(verify(answer(sha256({}))).error().kind, ErrorKind::damaged);
  EXPECT_EQ(verify(response, "tsa.cnf").error().subject, "certificates");
}

TEST_F(Timestamps, AreRefusedOnceTheCertificateHasExpired) {
  const std::string response = answer(imprint_);
  EXPECT_FALSE(
      verify_timestamp(bytes_of(response), imprint_, kNonceHex, read("ca.pem"), now() + std::chrono::hours(72)));
}

TEST_F(Timestamps, ThatWereChangedAnywhereOrCutAreRefusedOrSayTheSame) {
  const std::string response = answer(imprint_);
  const auto whole = verify(response).value();
  for (std::size_t i = 0; i < response.size(); i += 7) {
    std::string changed = response;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto verified = verify(changed);
    if (!verified) continue;
    EXPECT_EQ(verified->at, whole.at) << i;
    EXPECT_EQ(verified->serial, whole.serial) << i;
  }
  for (std::size_t length = 0; length < response.size(); length += 11)
    EXPECT_FALSE(verify(response.substr(0, length))) << length;
  EXPECT_FALSE(verify(response + "x"));
}

TEST_F(Timestamps, ThatTheAuthorityRefusedSayWhy) {
  // Its policy asks for another digest.
  shell("sed -i 's/digests = sha256/digests = sha512/' tsa.cnf");
  const auto refused = timestamped_imprint(bytes_of(answer(imprint_)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_NE(refused.error().detail, "");
}

}  // namespace
}  // namespace garde::crypto
