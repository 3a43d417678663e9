// The authority is OpenSSL's own command, with certificates made for the test.
#include "crypto/timestamp.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace garde::crypto {
namespace {

constexpr std::string_view kMessage = "garde journal checkpoint 1\n";
constexpr std::array kNonce = {std::byte{0}, std::byte{2}, std::byte{3}, std::byte{4},
                               std::byte{5}, std::byte{6}, std::byte{7}, std::byte{0xff}};
constexpr std::string_view kNonceHex = "00020304050607ff";

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

class Timestamps : public testing::Test {
 protected:
  Timestamps() : folder_((std::filesystem::temp_directory_path() / "garde-test-XXXXXX").string()) {
    GARDE_CHECK(::mkdtemp(folder_.data()) != nullptr);
    write("tsa.cnf",
          "[req]\ndistinguished_name = name\n[name]\n[ca]\nbasicConstraints = critical, CA:true\n"
          "keyUsage = critical, keyCertSign\nsubjectKeyIdentifier = hash\n"
          "[tsa]\nextendedKeyUsage = critical, timeStamping\n"
          "[tsa_section]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n"
          "accuracy = secs:1\nordering = yes\nclock_precision_digits = 3\n");
    write("serial", "0a\n");
    for (const std::string ca : {"ca", "other"})
      shell("openssl req -x509 -newkey ed25519 -nodes -keyout " + ca + ".key -out " + ca +
            ".pem -days 2 -subj /CN=" + ca + " -config tsa.cnf -extensions ca");
    shell(
        "openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Horodatage é' -utf8 -config "
        "tsa.cnf");
    shell(
        "openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile tsa.cnf "
        "-extensions tsa -out tsa.pem");
  }
  ~Timestamps() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void shell(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_ + "' && " + command + " >>log 2>&1").c_str()), 0) << command << read("log");
  }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ + "/" + name, std::ios::binary).rdbuf();
    return text.str();
  }
  // The authority's answer to a request of ours.
  std::string answer(const Sha256Digest& imprint) const {
    const auto request = timestamp_request(imprint, kNonce);
    write("q.tsq", {reinterpret_cast<const char*>(request.data()), request.size()});
    shell(
        "openssl ts -reply -config tsa.cnf -section tsa_section -queryfile q.tsq -signer tsa.pem -inkey tsa.key "
        "-out r.tsr");
    return read("r.tsr");
  }
  static Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }
  Result<VerifiedTimestamp> verify(const std::string& response, std::string_view ca = "ca.pem",
                                   std::string_view nonce = kNonceHex) const {
    return verify_timestamp(bytes_of(response), imprint_, nonce, read(std::string(ca)), now());
  }

  const Sha256Digest imprint_ = sha256(bytes_of(kMessage));
  std::string folder_;
};

TEST_F(Timestamps, OfAnAuthorityThatIsTrustedGiveItsHourAndItsName) {
  const auto verified = verify(answer(imprint_));
  ASSERT_TRUE(verified.has_value()) << describe(verified.error());
  EXPECT_LE(std::chrono::abs(verified->at - now()), std::chrono::minutes(1));
  EXPECT_EQ(verified->authority, "CN=Horodatage é");
  EXPECT_EQ(verified->serial, "0B");
  EXPECT_EQ(timestamped_imprint(bytes_of(read("r.tsr"))).value(), imprint_);
}

TEST_F(Timestamps, AreReadAndVerifiedByOpensslToo) {
  answer(imprint_);
  write("data", kMessage);
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
  const auto request = timestamp_request(imprint_, kNonce);
  write("q.tsq", {reinterpret_cast<const char*>(request.data()), request.size()});
  std::system(("cd '" + folder_ +
               "' && openssl ts -reply -config tsa.cnf -section tsa_section -queryfile q.tsq -signer tsa.pem "
               "-inkey tsa.key -out r.tsr >>log 2>&1")
                  .c_str());
  const auto refused = timestamped_imprint(bytes_of(read("r.tsr")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_NE(refused.error().detail, "");
}

}  // namespace
}  // namespace garde::crypto
