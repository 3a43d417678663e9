#include "backups/protection.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace garde::backups {
namespace {

const ProtectedThresholds kThresholds;
const Instant kNow = start_of(parse_date("2026-11-23").value());

// An encrypted disk, exchanged every week, that goes back two months.
ProtectionFacts good() {
  ProtectionFacts facts;
  facts.encrypted = true;
  facts.same_volume = false;
  facts.writable = true;
  facts.seen_unplugged = true;
  facts.elsewhere = true;
  facts.oldest = kNow - Days{60};
  facts.newest = kNow;
  return facts;
}

Outcome judged(const ProtectionFacts& facts) { return judge_protected(facts, kThresholds).outcome(); }

bool says(const ProtectionFacts& facts, Remark remark) {
  const Check check = judge_protected(facts, kThresholds);
  return std::ranges::find(check.findings, Finding(remark)) != check.findings.end();
}

TEST(Protection, OfAnEncryptedDiskThatIsUnpluggedAndGoesBackPasses) { EXPECT_EQ(judged(good()), Outcome::passed); }

TEST(Protection, FailsForWhatAThiefCanRead) {
  auto facts = good();
  facts.encrypted = false;
  EXPECT_EQ(judged(facts), Outcome::failed);
  EXPECT_EQ(protection_of(facts).encrypted, Outcome::failed);
}

TEST(Protection, IsNotEstablishedWhenEncryptionCannotBeTold) {
  auto facts = good();
  facts.encrypted = std::nullopt;
  EXPECT_EQ(judged(facts), Outcome::not_established);
  EXPECT_EQ(protection_of(facts).encrypted, Outcome::not_established);
}

TEST(Protection, FailsOnTheDiskOfTheOriginal) {
  auto facts = good();
  facts.same_volume = true;
  EXPECT_EQ(judged(facts), Outcome::failed);
  EXPECT_TRUE(says(facts, Remark::same_volume));
  EXPECT_EQ(protection_of(facts).elsewhere, Outcome::failed);
}

TEST(Protection, FailsForWhatIsAlwaysWithinReach) {
  auto facts = good();
  facts.seen_unplugged = false;
  EXPECT_EQ(judged(facts), Outcome::failed);
  EXPECT_EQ(protection_of(facts).disconnected, Outcome::failed);
  facts.another_copy_unplugged = true;
  EXPECT_EQ(judged(facts), Outcome::passed) << "a second copy is out of reach";
  EXPECT_EQ(protection_of(facts).disconnected, Outcome::failed) << "this one is not";
}

TEST(Protection, HoldsForWhatCannotBeWrittenFromHere) {
  auto facts = good();
  facts.seen_unplugged = false;
  facts.writable = false;
  EXPECT_EQ(protection_of(facts).disconnected, Outcome::passed);
}

TEST(Protection, NeverSaysThatACopyIsElsewhereByItself) {
  EXPECT_EQ(protection_of(good()).elsewhere, Outcome::not_established) << "somebody's word is not a measurement";
}

TEST(Protection, WantsToGoBackFarEnough) {
  auto facts = good();
  facts.oldest = kNow - Days{29};
  EXPECT_EQ(judged(facts), Outcome::not_established);
  facts.oldest = kNow - Days{30};
  EXPECT_EQ(judged(facts), Outcome::passed);
  facts.one_version_only = true;
  EXPECT_EQ(judged(facts), Outcome::failed);
}

TEST(Protection, AsksForTheCertificateOfWhoHostsIt) {
  auto facts = good();
  facts.online = true;
  EXPECT_EQ(judged(facts), Outcome::not_established);
  EXPECT_TRUE(says(facts, Remark::ask_hosting_certified));
  facts.hosting_certified = true;
  EXPECT_EQ(judged(facts), Outcome::passed);
  facts.hosting_certified = false;
  EXPECT_EQ(judged(facts), Outcome::failed);
  facts.online = false;
  EXPECT_EQ(judged(facts), Outcome::passed) << "nobody hosts it";
}

TEST(Protection, FailsForTheFolderOfADiskThatIsNotThere) {
  auto facts = good();
  facts.root_of_an_empty_mount = true;
  EXPECT_EQ(judged(facts), Outcome::failed);
}

}  // namespace
}  // namespace garde::backups
