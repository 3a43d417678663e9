#include "formats/verification.h"

#include <gtest/gtest.h>

#include "formats/damage.h"

namespace garde::formats {
namespace {

using Key = VerificationMemory::Key;

Key key(std::uint8_t number) {
  Key key{};
  key[15] = std::byte{number};
  return key;
}
Instant at(int day) { return Instant{std::chrono::days{20'000 + day}}; }

VerificationMemory three_units() {
  VerificationMemory memory;
  memory.record(key(3), Level::content, at(1));
  memory.record(key(1), Level::authenticated, at(2));
  memory.record(key(2), Level::content, at(3), crypto::sha256({}));
  return memory;
}

TEST(VerificationMemory, KnowsNothingAtFirst) {
  EXPECT_FALSE(VerificationMemory().verified_at(key(1), Level::authenticated));
}

TEST(VerificationMemory, CountsADeeperLookForAShallowerQuestion) {
  const auto memory = three_units();
  EXPECT_EQ(memory.verified_at(key(3), Level::authenticated), at(1));
  EXPECT_EQ(memory.verified_at(key(3), Level::content), at(1));
  EXPECT_EQ(memory.verified_at(key(1), Level::authenticated), at(2));
  EXPECT_FALSE(memory.verified_at(key(1), Level::content));
}

TEST(VerificationMemory, KeepsTheDeepDateWhenAShallowLookFollows) {
  auto memory = three_units();
  memory.record(key(3), Level::authenticated, at(9));
  EXPECT_EQ(memory.verified_at(key(3), Level::content), at(1));
  EXPECT_EQ(memory.verified_at(key(3), Level::authenticated), at(9));
}

TEST(VerificationMemory, DoesNotRememberLevelsThatReadNoUnit) {
  VerificationMemory memory;
  memory.record(key(1), Level::structure, at(1));
  EXPECT_EQ(memory.size(), 0U);
}

TEST(VerificationMemory, KnowsTheContentOfAUnitWhoseIdentityDoesNotTellIt) {
  auto memory = three_units();
  EXPECT_EQ(memory.content_of(key(2)), VerificationMemory::key_of(crypto::sha256({})));
  EXPECT_FALSE(memory.content_of(key(1)));
  memory.record(key(2), Level::authenticated, at(9));
  EXPECT_TRUE(memory.content_of(key(2)));
  memory.record(key(1), Level::structure, at(9), crypto::sha256({}));
  EXPECT_FALSE(memory.content_of(key(1)));
}

TEST(VerificationMemory, ForgetsWhatIsDamagedAndWhatIsGone) {
  auto memory = three_units();
  memory.forget(key(2));
  EXPECT_FALSE(memory.verified_at(key(2), Level::content));
  const std::vector<Key> present{key(2), key(3)};
  memory.retain(present);
  EXPECT_EQ(memory.size(), 1U);
  EXPECT_TRUE(memory.verified_at(key(3), Level::content));
}

TEST(VerificationMemory, ComesBackFromItsBytes) {
  const auto memory = three_units();
  const auto copy = VerificationMemory::parse(memory.to_bytes());
  ASSERT_TRUE(copy);
  EXPECT_EQ(*copy, memory);
  EXPECT_EQ(VerificationMemory::parse(VerificationMemory().to_bytes()), VerificationMemory());
}

TEST(VerificationMemory, RefusesBytesCutAnywhere) {
  const auto bytes = three_units().to_bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(VerificationMemory::parse(std::span(bytes).first(length))) << length;
}

TEST(VerificationMemory, RefusesUnitsOutOfOrderAndOtherVersions) {
  auto bytes = three_units().to_bytes();
  bytes[16 + 15] = std::byte{200};
  EXPECT_EQ(VerificationMemory::parse(bytes).error().kind, ErrorKind::damaged);
  bytes[7] = std::byte{'1'};
  EXPECT_EQ(VerificationMemory::parse(bytes).error().kind, ErrorKind::unsupported);
}

TEST(DamageKind, CostsDataUnlessItIsOnlyUntidy) {
  EXPECT_EQ(usual_consequence(DamageKind::missing), Consequence::loss);
  EXPECT_EQ(usual_consequence(DamageKind::zero_filled), Consequence::loss);
  EXPECT_EQ(usual_consequence(DamageKind::unstable), Consequence::decay);
  EXPECT_EQ(usual_consequence(DamageKind::unreferenced), Consequence::untidy);
}

}  // namespace
}  // namespace garde::formats
