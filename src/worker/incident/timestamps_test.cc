#include "worker/incident/timestamps.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "crypto/testing/bytes.h"
#include "crypto/testing/timestamp_authority.h"

namespace garde::worker {
namespace {

class TimestampInAWorker : public ::testing::Test {
 protected:
  TimestampInAWorker()
      : asked_{crypto::sha256(crypto::testing::text("a checkpoint")), "0123456789abcdef"},
        now_(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())) {}

  std::vector<std::byte> answer_to(const AskedTimestamp& asked) const {
    const std::string answer =
        authority_.answer(crypto::timestamp_request(asked.imprint, from_hex(asked.nonce).value()));
    const auto bytes = std::as_bytes(std::span(answer));
    return {bytes.begin(), bytes.end()};
  }
  GivenTimestamp given(std::string_view certificates = "ca.pem") const {
    return {answer_to(asked_), authority_.read(std::string(certificates)), {asked_}, now_};
  }
  static TimestampDoubt doubt(const GivenTimestamp& given) {
    const auto read = verify_timestamp(cage::in_this_process({verify_timestamp_task()}), given);
    EXPECT_TRUE(read);
    return std::get<TimestampDoubt>(*read);
  }

  const crypto::testing::TimestampAuthority authority_;
  AskedTimestamp asked_;
  Instant now_;
};

TEST_F(TimestampInAWorker, ComesBackAsItWasVerified) {
  const auto read = verify_timestamp(cage::in_this_process({verify_timestamp_task()}), given());
  ASSERT_TRUE(read);
  const auto& verified = std::get<crypto::VerifiedTimestamp>(*read);
  EXPECT_EQ(verified.imprint, asked_.imprint);
  EXPECT_EQ(verified.authority, "CN=Horodatage é");
  EXPECT_FALSE(verified.authority_is_known);
}

TEST_F(TimestampInAWorker, IsDoubtedForTheReasonThatItGives) {
  GivenTimestamp other = given();
  other.asked.front().imprint.bytes[0] ^= std::byte{1};
  EXPECT_EQ(doubt(other), TimestampDoubt::not_asked);
  other.asked.clear();
  EXPECT_EQ(doubt(other), TimestampDoubt::not_asked);
  other = given();
  other.asked.front().nonce = "fedcba9876543210";
  EXPECT_EQ(doubt(other), TimestampDoubt::not_verified);
  EXPECT_EQ(doubt(given("other.pem")), TimestampDoubt::not_verified);
  EXPECT_EQ(doubt(given("serial")), TimestampDoubt::no_certificate);
  other = given();
  other.response.resize(7);
  EXPECT_EQ(doubt(other), TimestampDoubt::no_answer);
}

TEST_F(TimestampInAWorker, IsNotBelievedOfWhatNobodyAskedAbout) {
  const cage::Runner honest = cage::in_this_process({verify_timestamp_task()});
  const cage::Runner taken_over = [&](const cage::Call& call) {
    cage::Ended ended = honest(call);
    constexpr std::size_t kFirstOfImprint = 9;  // after the alternative and a time
    ended.answer.data()[kFirstOfImprint] ^= std::byte{1};
    return ended;
  };
  const auto read = verify_timestamp(taken_over, given());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().ending, cage::Ending::broken_protocol);
}

TEST_F(TimestampInAWorker, StaysAQuestionWhenTheReadingEnds) {
  const cage::Runner crashing = [](const cage::Call&) { return cage::Ended{.ending = cage::Ending::crashed}; };
  const auto read = verify_timestamp(crashing, given());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().ending, cage::Ending::crashed);
}

}  // namespace
}  // namespace garde::worker
