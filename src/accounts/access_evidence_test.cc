#include "accounts/access_evidence.h"

#include <map>

#include <gtest/gtest.h>

#include "accounts/audit/accepted_risk.h"
#include "accounts/register/testing/sample_register.h"
#include "base/testing/source_directory.h"

namespace garde::accounts {
namespace {

using testing::kReviewed;
using testing::sample_register;
using Shown = std::map<std::string, bool>;

const evidence::ClaimKinds& kinds() {
  static const evidence::ClaimKinds read = [] {
    content::Problems problems;
    return evidence::ClaimKinds::read(content::Files::from_directory(source_directory() / "content").take(), problems);
  }();
  return read;
}

Shown shown_by(const Register& sample) {
  Shown shown;
  for (const evidence::Evidence& item : evidence_from(sample, kinds())) {
    EXPECT_EQ(item.level, evidence::ProofLevel::declared);
    EXPECT_EQ(item.established_at, kReviewed);
    shown.emplace(to_text(item.claim), item.holds);
  }
  return shown;
}

TEST(RegisterEvidence, SpeaksForWhatAReviewFound) {
  Register sample = sample_register();
  EXPECT_EQ(shown_by(sample), (Shown{{"people-known/practice", true},
                                     {"accesses-reviewed/practice", true},
                                     {"no-shared-account/practice", false},
                                     {"leavers-closed/practice", true},
                                     {"cards-personal/practice", true},
                                     {"second-factor/mail", true},
                                     {"second-factor/ameli-pro", true},
                                     {"second-factor/agenda", true},
                                     {"second-factor/business-software", true}}));
  sample.accesses[0].shared = false;
  sample.accesses[0].holders.pop_back();
  EXPECT_TRUE(shown_by(sample).at("no-shared-account/practice"));
}

TEST(RegisterEvidence, NeedsAReviewOfAllFourToolsWithTheirPeople) {
  Register sample = sample_register();
  sample.review.reset();
  EXPECT_TRUE(shown_by(sample).empty());
  sample = sample_register();
  std::erase_if(sample.accesses, [](const Access& access) { return access.tool.text() == "agenda"; });
  EXPECT_TRUE(shown_by(sample).empty());
  sample = sample_register();
  sample.accesses[3].holders.clear();
  EXPECT_TRUE(shown_by(sample).empty());
}

TEST(RegisterEvidence, SaysNothingOfWhatNobodyKnows) {
  Register sample = sample_register();
  sample.accesses[1].second_factor = YesNo::unknown;
  sample.people[0].lends_card = YesNo::unknown;
  const Shown shown = shown_by(sample);
  EXPECT_FALSE(shown.contains("second-factor/ameli-pro"));
  EXPECT_FALSE(shown.contains("cards-personal/practice"));
}

TEST(RegisterEvidence, SpeaksAgainstOneAccountThatLacksIt) {
  Register sample = sample_register();
  sample.accesses[4].second_factor = YesNo::no;
  sample.people[0].lends_card = YesNo::yes;
  sample.people[1].left_on = Date{std::chrono::year(2026) / 10 / 1};
  const Shown shown = shown_by(sample);
  EXPECT_FALSE(shown.at("second-factor/mail"));
  EXPECT_FALSE(shown.at("cards-personal/practice"));
  EXPECT_FALSE(shown.at("leavers-closed/practice"));
}

TEST(AuditEvidence, IsMeasuredAndStricterThanItsWord) {
  AuditSummary audit{.at = kReviewed, .accounts = 3};
  const auto evidence_of = [](const AuditSummary& one) { return evidence_from(std::span(&one, 1), kinds()); };
  auto shown = evidence_of(audit);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].level, evidence::ProofLevel::measured);
  EXPECT_TRUE(shown[0].holds);
  audit.with_reason.at(static_cast<std::size_t>(Reason::near_reused)) = 2;  // variants count as the same
  EXPECT_FALSE(evidence_of(audit)[0].holds);
  audit.with_reason.at(static_cast<std::size_t>(Reason::shared)) = 1;
  EXPECT_EQ(evidence_of(audit).size(), 2U);
  EXPECT_TRUE(evidence_of(AuditSummary{.at = kReviewed}).empty());  // an export without accounts
  EXPECT_TRUE(evidence_from(std::span<const AuditSummary>(), kinds()).empty());
}

TEST(AuditEvidence, OfASmallVaultDoesNotMendWhatALargeOneShowed) {
  const auto audit_of = [](std::uint64_t accounts, std::uint64_t reused, int day) {
    AuditSummary audit{.at = kReviewed + std::chrono::hours(24 * day), .accounts = accounts};
    audit.with_reason.at(static_cast<std::size_t>(Reason::reused)) = reused;
    return audit;
  };
  const auto holds = [](const std::vector<AuditSummary>& newest_first) {
    return evidence_from(newest_first, kinds())[0].holds;
  };
  const AuditSummary found = audit_of(40, 6, 0);
  EXPECT_FALSE(holds({audit_of(3, 0, 1), found}));
  EXPECT_FALSE(holds({audit_of(29, 0, 1), found}));
  EXPECT_TRUE(holds({audit_of(30, 0, 1), found})) << "some accounts were closed";
  EXPECT_TRUE(holds({audit_of(3, 0, 2), audit_of(40, 0, 1), found})) << "mended in between";
  EXPECT_FALSE(holds({audit_of(3, 1, 2), audit_of(40, 0, 1), found}));
  EXPECT_EQ(evidence_from(std::vector{audit_of(3, 0, 1), found}, kinds())[0].established_at, found.at);
}

}  // namespace
}  // namespace garde::accounts
