#include "plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"

namespace garde::plan {
namespace {

using diagnostic::AnswerId;
using diagnostic::Choices;
using diagnostic::QuestionId;
using evidence::Claim;
using evidence::ProofLevel;
using evidence::Verdict;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Date kToday = parse_date("2026-11-23").value();
const Instant kNow = start_of(kToday) + std::chrono::hours{9};

// Plans over the small content of testdata/content.
class Plans : public ::testing::Test {
 protected:
  Plans() {
    const auto files = content::Files::from_directory(source_directory() / "src/plan/testdata/content").value();
    content::Problems problems;
    questionnaire_ = diagnostic::Questionnaire::read(files, problems);
    kinds_ = evidence::ClaimKinds::read(files, problems);
    catalogue_ = MeasureCatalogue::read(files, questionnaire_.data_sets(), problems);
    EXPECT_THAT(problems, IsEmpty());
  }

  void answer(std::string_view question, const std::vector<std::string>& given, Instant when = kNow) {
    const diagnostic::Question& asked = *questionnaire_.find(QuestionId::parse(question).value());
    answers_.insert_or_assign(asked.id,
                              diagnostic::GivenAnswer{diagnostic::parse_value(asked, given, kToday).value(), when});
  }
  void answer_well() {
    answer("software", {"here"});
    for (const std::string data_set : {"records", "agenda"}) {
      answer("backup-" + data_set, {"yes"});
      answer("tested-" + data_set, {"2026-11-01"});
    }
    answer("protection", {"encrypted", "elsewhere"});
    answer("contact-known", {"yes"});
    answer("shared", {"none"});
    answer("updates", {"yes"});
  }
  Plan plan(Instant now = kNow) const {
    const auto assessment = diagnostic::assess(questionnaire_, kinds_, answers_, more_evidence_, now);
    std::vector<evidence::Evidence> evidence = assessment.declared;
    evidence.insert(evidence.end(), more_evidence_.begin(), more_evidence_.end());
    return make_plan(propose(assessment, catalogue_), catalogue_, notes_, evidence, now);
  }
  static std::vector<std::string> titles(const Plan& plan) {
    std::vector<std::string> ids;
    for (const Action& action : plan.actions) ids.push_back(action.measure->id.text());
    return ids;
  }
  static Action action(const Plan& plan, std::string_view id) {
    const Action* found = plan.find(MeasureId::parse(id).value());
    GARDE_CHECK(found != nullptr);
    return *found;
  }

  diagnostic::Questionnaire questionnaire_;
  evidence::ClaimKinds kinds_;
  MeasureCatalogue catalogue_;
  diagnostic::Answers answers_;
  std::vector<evidence::Evidence> more_evidence_;
  PlanNotes notes_;
};

TEST_F(Plans, HoldTheThreeEssentialsWhateverWasAnswered) {
  const Plan empty = plan();
  EXPECT_THAT(titles(empty), ElementsAre("verify-backups", "know-whom-to-call", "secure-accesses"));
  EXPECT_EQ(empty.open(), 3U);
  for (const Action& one : empty.actions) {
    EXPECT_FALSE(one.proposed.demanded);
    EXPECT_EQ(one.state, ActionState::to_do);
    EXPECT_EQ(one.steps_done(), 0U);
    EXPECT_FALSE(one.next_check);
  }
}

TEST_F(Plans, OfGoodAnswersKeepEverythingUpWithANextCheck) {
  answer_well();
  const Plan good = plan();
  EXPECT_THAT(titles(good), ElementsAre("verify-backups", "protect-backups", "know-whom-to-call", "secure-accesses",
                                        "update-computers", "know-the-software"));
  EXPECT_EQ(good.open(), 0U);
  // The restore test of 1 November ends before the answers of today do.
  EXPECT_EQ(action(good, "verify-backups").next_check, start_of(parse_date("2026-11-01").value()) + Days{183});
  EXPECT_EQ(action(good, "update-computers").next_check, kNow + Days{90});
  EXPECT_EQ(good.actions.back().rank, 6U);
}

TEST_F(Plans, AskForARecheckOnceAProofHasEnded) {
  answer_well();
  const Plan later = plan(kNow + Days{170});
  EXPECT_EQ(action(later, "verify-backups").state, ActionState::to_recheck);
  EXPECT_EQ(action(later, "verify-backups").steps.at(0).standing.verdict, Verdict::expired);
  EXPECT_FALSE(action(later, "verify-backups").next_check);
  EXPECT_EQ(action(later, "know-whom-to-call").state, ActionState::kept);
  EXPECT_EQ(later.open(), 2U);  // the updates too
}

TEST_F(Plans, CountAsToDoWhatWasNeverShownEvenIfAnotherStepHasEnded) {
  answer("protection", {"encrypted"});
  const Plan later = plan(kNow + Days{400});
  EXPECT_EQ(action(later, "protect-backups").state, ActionState::to_do);
}

TEST_F(Plans, TickTheStepsThatHoldAndOnlyThose) {
  answer("protection", {"encrypted"});
  const Action protect = action(plan(), "protect-backups");
  EXPECT_TRUE(protect.proposed.demanded);
  ASSERT_EQ(protect.steps.size(), 2U);
  EXPECT_TRUE(protect.steps[0].done());
  EXPECT_FALSE(protect.steps[1].done());
  EXPECT_EQ(protect.steps_done(), 1U);
}

TEST_F(Plans, AreOpenedAgainByAMeasurementAgainstTheWord) {
  answer_well();
  more_evidence_.push_back(kinds_.make(Claim::of("restore-tested/agenda"), ProofLevel::measured, false, kNow, "run 1"));
  EXPECT_EQ(action(plan(), "verify-backups").state, ActionState::to_do);
}

TEST_F(Plans, LeaveAStepOpenWhoseFailureHasGrownOldWhateverTheWordSays) {
  answer_well();
  answer("updates", {"yes"}, kNow + Days{80});
  more_evidence_.push_back(
      kinds_.make(Claim::of("updated/practice"), ProofLevel::measured, false, kNow - Days{20}, "test"));
  const Plan later = plan(kNow + Days{81});
  EXPECT_EQ(action(later, "update-computers").steps.at(0).standing.verdict, Verdict::failed_once);
  EXPECT_EQ(action(later, "update-computers").state, ActionState::to_do);
}

TEST_F(Plans, EndWithTheStrongestProofOfAClaimEvenIfItIsNotTheWeakestOfTheStep) {
  answer_well();
  const Instant first = kNow - Days{300};
  more_evidence_.push_back(kinds_.make(Claim::of("backup-exists/agenda"), ProofLevel::measured, true, first, "run 1"));
  EXPECT_EQ(action(plan(), "verify-backups").next_check, first + Days{365});
}

TEST_F(Plans, PutTheWorstFirstInsideAPhaseButTheEssentialBeforeAll) {
  answer("protection", {"none"});     // high
  answer("backup-records", {"yes"});  // nothing demands the essential
  EXPECT_THAT(titles(plan()), ElementsAre("verify-backups", "protect-backups", "know-whom-to-call", "secure-accesses"));
  EXPECT_EQ(plan().actions.at(1).proposed.level, HarmLevel::high);
}

TEST_F(Plans, CarryTheAnswersThatAskForAnAction) {
  answer("backup-records", {"no"});
  answer("backup-agenda", {"yes"});
  answer("tested-agenda", {"unknown"});
  const ProposedAction verify = action(plan(), "verify-backups").proposed;
  EXPECT_EQ(verify.level, HarmLevel::critical);
  EXPECT_THAT(verify.because,
              ElementsAre(Cause{HarmLevel::critical, diagnostic::AnswerCause{QuestionId::of("backup-records"), false}},
                          Cause{HarmLevel::high, diagnostic::AnswerCause{QuestionId::of("tested-agenda"), true}}));
}

TEST_F(Plans, KeepWhatThePersonWroteAndGiveItBackWhenTheActionReturns) {
  const ActionNotes written{"Mme Roy", kToday, "After the holidays", kNow};
  notes_.emplace(MeasureId::of("update-computers"), written);
  EXPECT_EQ(plan().find(MeasureId::of("update-computers")), nullptr);
  answer("updates", {"unknown"});
  EXPECT_EQ(action(plan(), "update-computers").notes, written);
  EXPECT_EQ(action(plan(), "verify-backups").notes, ActionNotes{});
}

class ProposalOrder : public ::testing::Test {
 protected:
  // Measures a1, a2, a3 of phase `then`, in this order, none essential.
  static MeasureCatalogue catalogue() {
    std::string toml = "phase = \"then\"\n";
    for (const std::string id : {"a1", "a2", "a3"})
      toml += "[[measure]]\nid = \"" + id +
              "\"\ntitle = \"T\"\nkept_title = \"T\"\nwhy = \"W\"\nfirst = \"F\"\nwho = [\"doctor\"]\nminutes = 1\n"
              "proof = \"P\"\n[[measure.step]]\nid = \"s\"\ntext = \"S\"\nsettled_by = [\"done/" +
              id + "\"]\n";
    content::Problems problems;
    return MeasureCatalogue::read(content::Files(std::vector<content::File>{{"measures/1.toml", toml}}), {}, problems);
  }
  static std::vector<std::string> order(const diagnostic::Assessment& assessment) {
    std::vector<std::string> ids;
    for (const ProposedAction& action : propose(assessment, catalogue())) ids.push_back(action.measure.text());
    return ids;
  }
  static diagnostic::Demand demand(std::string_view id, HarmLevel level) {
    return {MeasureId::parse(id).value(), level, {}};
  }
};

TEST_F(ProposalOrder, IsByLevelAndThenAsTheCatalogueIsWritten) {
  diagnostic::Assessment assessment;
  assessment.demands = {demand("a1", HarmLevel::moderate), demand("a2", HarmLevel::critical),
                        demand("a3", HarmLevel::moderate)};
  EXPECT_THAT(order(assessment), ElementsAre("a2", "a1", "a3"));
}

TEST_F(ProposalOrder, PutsWhatIsToBeKeptUpAfterWhatIsDemanded) {
  diagnostic::Assessment assessment;
  assessment.demands = {demand("a3", HarmLevel::low)};
  assessment.declared = {{Claim::of("done/a1"), ProofLevel::declared, true, kNow, kNow + Days{1}, "answer q"}};
  EXPECT_THAT(order(assessment), ElementsAre("a3", "a1"));
}

TEST_F(ProposalOrder, PassesOverADemandTheCatalogueDoesNotKnow) {
  diagnostic::Assessment assessment;
  assessment.demands = {demand("gone", HarmLevel::critical)};
  EXPECT_THAT(order(assessment), IsEmpty());
}

}  // namespace
}  // namespace garde::plan
