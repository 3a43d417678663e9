#include "diagnostic/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::diagnostic {
namespace {

using evidence::Claim;
using evidence::ProofLevel;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Date kToday = parse_date("2026-11-23").value();
const Instant kNow = start_of(kToday) + std::chrono::hours{9};

constexpr std::string_view kQuestions = R"(
theme = "backups"
title = "B"
intro = "I"

[[question]]
id = "saved"
kind = "single"
text = "?"
[[question.answer]]
id = "yes"
text = "Yes"
declares = ["backup-exists/agenda", "backup-automatic/agenda"]
[[question.answer]]
id = "by-hand"
text = "By hand"
harms = { data-loss = "moderate" }
leads_to = ["automate"]
declares = ["backup-exists/agenda"]
[[question.answer]]
id = "no"
text = "No"
harms = { data-loss = "critical", activity-block = "high" }
leads_to = ["set-up", "automate"]
[[question.answer]]
id = "unknown"
unknown = true
text = "I do not know"
harms = { data-loss = "high" }
leads_to = ["verify"]

[[question]]
id = "tested"
kind = "date"
text = "?"
shown_if = [{ question = "saved", any_of = ["yes", "by-hand"] }]
dates = ["restore-tested/agenda"]
[question.when_stale]
harms = { data-loss = "high" }
leads_to = ["verify"]
[[question.answer]]
id = "unknown"
unknown = true
text = "I do not know"
harms = { data-loss = "high", activity-block = "critical" }
leads_to = ["verify"]

[[question]]
id = "protected"
kind = "multiple"
text = "?"
[[question.answer]]
id = "encrypted"
text = "Encrypted"
declares = ["backup-encrypted/agenda"]
[question.answer.if_left]
harms = { data-leak = "high" }
leads_to = ["protect"]
[[question.answer]]
id = "elsewhere"
text = "Elsewhere"
declares = ["backup-elsewhere/agenda"]
[question.answer.if_left]
harms = { data-loss = "high" }
leads_to = ["protect"]
[[question.answer]]
id = "none"
alone = true
text = "None"
harms = { data-leak = "critical", data-loss = "high" }
leads_to = ["protect"]

[[question]]
id = "name"
kind = "text"
text = "?"
)";

constexpr std::string_view kWhenFailed = R"(
[[claim]]
id = "backup-exists"
harms = { data-loss = "critical", activity-block = "high" }
[[claim]]
id = "backup-automatic"
harms = { data-loss = "moderate" }
[[claim]]
id = "restore-tested"
harms = { data-loss = "high" }
[[claim]]
id = "backup-elsewhere"
harms = { data-loss = "high" }
[[claim]]
id = "backup-encrypted"
harms = { data-leak = "high" }
)";

class Assessments : public ::testing::Test {
 protected:
  Assessments() {
    content::Problems problems;
    const content::Files files(std::vector<content::File>{
        {"questionnaire/version.toml", "version = \"1\"\n"},
        {"questionnaire/data-sets.toml", "[[data_set]]\nid = \"agenda\"\ntitle = \"A\"\nof_them = \"of a\"\n"},
        {"questionnaire/1.toml", std::string(kQuestions)},
        {"questionnaire/when-failed.toml", std::string(kWhenFailed)},
        {"claims/1.toml",
         "[[claim]]\nid = \"backup-exists\"\ntitle = \"E\"\nshelf_life_days = 365\n"
         "[[claim]]\nid = \"backup-automatic\"\ntitle = \"A\"\nshelf_life_days = 365\n"
         "[[claim]]\nid = \"backup-elsewhere\"\ntitle = \"F\"\nshelf_life_days = 365\n"
         "[[claim]]\nid = \"backup-encrypted\"\ntitle = \"C\"\nshelf_life_days = 365\n"
         "[[claim]]\nid = \"restore-tested\"\ntitle = \"T\"\nshelf_life_days = 183\n"}});
    questionnaire_ = Questionnaire::read(files, problems);
    kinds_ = evidence::ClaimKinds::read(files, problems);
    EXPECT_THAT(problems, IsEmpty());
  }

  void answer(std::string_view question, const std::vector<std::string>& given) {
    const Question& asked = *questionnaire_.find(QuestionId::parse(question).value());
    answers_.insert_or_assign(asked.id, GivenAnswer{parse_value(asked, given, kToday).value(), kNow});
  }
  Assessment assessment() const { return assess(questionnaire_, kinds_, answers_, shown_, now_); }
  void answer_well() {
    answer("saved", {"yes"});
    answer("tested", {"2026-11-01"});
    answer("protected", {"encrypted", "elsewhere"});
  }
  void show(evidence::ClaimLiteral claim, ProofLevel level, bool holds, Instant at = kNow) {
    shown_.push_back(kinds_.make(Claim::of(claim), level, holds, at, "test"));
  }
  HarmAssessment harm(Harm harm) const { return assessment().harms.at(static_cast<std::size_t>(harm)); }

  Questionnaire questionnaire_;
  evidence::ClaimKinds kinds_;
  Answers answers_;
  std::vector<evidence::Evidence> shown_;
  Instant now_ = kNow;
};

Cause cause(std::string_view question, HarmLevel level, bool unknown = false) {
  return {level, AnswerCause{QuestionId::parse(question).value(), unknown}};
}

TEST_F(Assessments, OfNoAnswersEstablishNothing) {
  const Assessment assessed = assessment();
  for (std::size_t i = 0; i < kHarms.size(); ++i) {
    EXPECT_EQ(assessed.harms.at(i).harm, kHarms.at(i));
    EXPECT_EQ(assessed.harms.at(i).state, HarmState::not_established);
    EXPECT_FALSE(assessed.harms.at(i).complete);
    EXPECT_FALSE(assessed.harms.at(i).is_proved_low());
    EXPECT_THAT(assessed.harms.at(i).because, IsEmpty());
  }
  EXPECT_EQ(assessed.worst(), HarmState::not_established);
  EXPECT_EQ(assessed.answered, (AnsweredCount{0, 3}));
}

TEST_F(Assessments, TakeTheWorstAnswerAndListTheOthersBehindIt) {
  answer("saved", {"by-hand"});
  answer("tested", {"unknown"});
  answer("protected", {"encrypted"});
  EXPECT_THAT(harm(Harm::data_loss).because,
              ElementsAre(cause("tested", HarmLevel::high, true), cause("protected", HarmLevel::high),
                          cause("saved", HarmLevel::moderate)));
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::high);
  EXPECT_THAT(harm(Harm::activity_block).because, ElementsAre(cause("tested", HarmLevel::critical, true)));
  EXPECT_THAT(harm(Harm::data_leak).because, IsEmpty());
  EXPECT_EQ(assessment().worst(), HarmState::critical);
}

TEST_F(Assessments, AreCompleteForAHarmOnceNothingUnansweredCanRaiseIt) {
  answer("saved", {"no"});
  EXPECT_TRUE(harm(Harm::data_loss).complete);  // critical already
  EXPECT_TRUE(harm(Harm::activity_block).complete);
  EXPECT_FALSE(harm(Harm::data_leak).complete);
  answer("protected", {"encrypted", "elsewhere"});
  EXPECT_TRUE(harm(Harm::data_leak).complete);
}

TEST_F(Assessments, CountAmongWhatCanRaiseAHarmTheQuestionsAnAnswerWouldShow) {
  answer("protected", {"encrypted", "elsewhere"});
  // "saved" alone goes up to high; the restore test it may show goes up to critical.
  EXPECT_FALSE(harm(Harm::activity_block).complete);
  answer("saved", {"yes"});
  EXPECT_FALSE(harm(Harm::activity_block).complete);
  answer("tested", {"2026-11-01"});
  EXPECT_TRUE(harm(Harm::activity_block).complete);
  EXPECT_EQ(harm(Harm::activity_block).state, HarmState::low);
}

TEST_F(Assessments, IgnoreAnswersToQuestionsThatAreNotAskedOrNotKnown) {
  answer("tested", {"unknown"});
  answers_.emplace(QuestionId::of("gone"), GivenAnswer{AnswerId::of("unknown"), kNow});
  EXPECT_EQ(assessment().worst(), HarmState::not_established);
  EXPECT_THAT(assessment().demands, IsEmpty());
}

TEST_F(Assessments, DemandEachMeasureOnceWithAllThatAsksForIt) {
  answer("saved", {"by-hand"});
  answer("tested", {"unknown"});
  answer("protected", {"none"});
  const auto demands = assessment().demands;
  ASSERT_EQ(demands.size(), 3U);
  EXPECT_EQ(demands[0],
            (Demand{MeasureId::of("automate"), HarmLevel::moderate, {cause("saved", HarmLevel::moderate)}}));
  EXPECT_EQ(demands[1],
            (Demand{MeasureId::of("protect"), HarmLevel::critical, {cause("protected", HarmLevel::critical)}}));
  EXPECT_EQ(demands[2],
            (Demand{MeasureId::of("verify"), HarmLevel::critical, {cause("tested", HarmLevel::critical, true)}}));
}

TEST_F(Assessments, CountAQuestionOnceEvenIfTwoOfItsAnswersAskForTheSame) {
  answers_.emplace(QuestionId::of("protected"), GivenAnswer{Choices{AnswerId::of("withdrawn")}, kNow});
  const auto demands = assessment().demands;  // a choice that is gone leaves both
  ASSERT_EQ(demands.size(), 1U);
  EXPECT_THAT(demands[0].because, ElementsAre(cause("protected", HarmLevel::high)));
}

TEST_F(Assessments, HoldAnswersThatSayAloneToThemselvesOnly) {
  answer("protected", {"none"});
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::critical);
  EXPECT_THAT(assessment().declared, IsEmpty());
}

TEST_F(Assessments, DeclareWhatAnAnswerSaysFromTheMomentItWasGiven) {
  answer("protected", {"encrypted"});
  const auto declared = assessment().declared;
  ASSERT_EQ(declared.size(), 1U);
  EXPECT_EQ(declared[0].claim, Claim::of("backup-encrypted/agenda"));
  EXPECT_EQ(declared[0].level, evidence::ProofLevel::declared);
  EXPECT_TRUE(declared[0].holds);
  EXPECT_EQ(declared[0].established_at, kNow);
  EXPECT_EQ(declared[0].valid_until, kNow + Days{365});
  EXPECT_EQ(declared[0].origin, "answer protected");
}

TEST_F(Assessments, AgeADateFromItsDayAndNotFromWhenItWasTyped) {
  answer("saved", {"yes"});
  const Date last_day = plus_days(kToday, Days{-182});
  answer("tested", {to_iso(last_day)});
  EXPECT_THAT(harm(Harm::data_loss).because, IsEmpty());
  EXPECT_EQ(assessment().declared.at(2).established_at, start_of(last_day));

  answer("tested", {to_iso(plus_days(kToday, Days{-183}))});
  EXPECT_THAT(harm(Harm::data_loss).because, ElementsAre(cause("tested", HarmLevel::high)));
  EXPECT_THAT(assessment().demands,
              ElementsAre(Demand{MeasureId::of("verify"), HarmLevel::high, {cause("tested", HarmLevel::high)}}));
  EXPECT_EQ(assessment().declared.size(), 3U);  // it did hold once
}

TEST_F(Assessments, DeclareTodayAtOnceWhereTodayBeginsBeforeUtc) {
  answer("saved", {"yes"});
  const Instant before_utc_midnight = start_of(kToday) - std::chrono::hours{3};
  answers_.insert_or_assign(QuestionId::of("tested"), GivenAnswer{kToday, before_utc_midnight});
  EXPECT_EQ(assessment().declared.at(2).established_at, before_utc_midnight);
}

TEST_F(Assessments, OfGoodWordsAreLowAndNotProved) {
  answer_well();
  for (const HarmAssessment& one : assessment().harms) {
    EXPECT_EQ(one.state, HarmState::low);
    EXPECT_EQ(one.count.known, one.count.asked);
    EXPECT_EQ(one.count.proved, 0U);
    EXPECT_FALSE(one.is_proved_low());
  }
}

TEST_F(Assessments, OneGoodAnswerReassuresNobody) {
  answer("protected", {"encrypted", "elsewhere"});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);
  EXPECT_THAT(harm(Harm::data_loss).open, ElementsAre(QuestionId::of("saved")));
  EXPECT_EQ(harm(Harm::data_loss).count, (KnownCount{2, 1, 0}));
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::low);  // nothing else can raise it
}

TEST_F(Assessments, CountAMeasurementAgainstAYesAndSayWhichAnswerItContradicts) {
  answer_well();
  show("backup-exists/agenda", ProofLevel::measured, false);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::critical);
  EXPECT_EQ(harm(Harm::activity_block).state, HarmState::high);
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::low);
  ASSERT_EQ(harm(Harm::data_loss).because.size(), 1U);
  const auto failure = std::get<FailureCause>(harm(Harm::data_loss).because.front().what);
  EXPECT_EQ(failure.shown, shown_.front());
  EXPECT_EQ(failure.contradicted, (FailureCause::Contradicted{QuestionId::of("saved"), Value(AnswerId::of("yes"))}));
  EXPECT_EQ(assessment().failures.size(), 1U);
}

TEST_F(Assessments, CountAFailureWhateverWasAnsweredOrNot) {
  show("backup-exists/agenda", ProofLevel::measured, false);
  show("backup-encrypted/agenda", ProofLevel::attested, false);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::critical);
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::high);
  EXPECT_EQ(std::get<FailureCause>(harm(Harm::data_loss).because.front().what).contradicted, std::nullopt);
}

TEST_F(Assessments, LetANoGoThatIsShownToBeMendedAndSayIt) {
  answer_well();
  answer("saved", {"no"});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::critical);
  show("backup-exists/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::moderate);  // it exists, and may be made by hand
  show("backup-automatic/agenda", ProofLevel::attested, true);
  show("restore-tested/agenda", ProofLevel::measured, true);
  const HarmAssessment loss = harm(Harm::data_loss);
  EXPECT_EQ(loss.state, HarmState::low);
  ASSERT_EQ(loss.mended.size(), 1U);
  EXPECT_EQ(loss.mended.front().question, QuestionId::of("saved"));
  EXPECT_EQ(loss.mended.front().answered, Value(AnswerId::of("no")));
  EXPECT_EQ(loss.mended.front().by.level, ProofLevel::attested);
  EXPECT_EQ(loss.mended.front().before[Harm::data_loss], HarmLevel::critical);
  for (const Demand& demand : assessment().demands) EXPECT_EQ(demand.level, HarmLevel::low);
}

TEST_F(Assessments, AskWhatTheMendedAnswerLeadsTo) {
  answer("saved", {"no"});
  answer("protected", {"encrypted", "elsewhere"});
  show("backup-exists/agenda", ProofLevel::measured, true);
  show("backup-automatic/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);
  EXPECT_THAT(harm(Harm::data_loss).open, ElementsAre(QuestionId::of("tested")));
}

TEST_F(Assessments, LetALaterWordReplaceAnAnswerBothWays) {
  answer_well();
  answer("saved", {"by-hand"});
  show("backup-automatic/agenda", ProofLevel::declared, true, kNow - Days{1});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::moderate);  // the answer is newer
  show("backup-automatic/agenda", ProofLevel::declared, true, kNow + Days{1});
  now_ = kNow + Days{1};
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::low);
  show("backup-exists/agenda", ProofLevel::declared, false, kNow + Days{1});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::critical);
}

TEST_F(Assessments, TakeAnAnswerOfAMultipleQuestionByItself) {
  answer_well();
  answer("protected", {"none"});
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::critical);
  show("backup-encrypted/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_leak).state, HarmState::low);
  EXPECT_EQ(harm(Harm::data_leak).mended.front().left, AnswerId::of("encrypted"));
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::high);  // no copy elsewhere
  show("backup-elsewhere/agenda", ProofLevel::attested, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::low);
}

TEST_F(Assessments, ForgetAnAnswerWhoseClaimsHaveEnded) {
  answer_well();
  now_ = kNow + Days{365};
  answer("tested", {"2026-11-01"});
  show("restore-tested/agenda", ProofLevel::measured, true, now_);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);
  EXPECT_THAT(harm(Harm::data_loss).open, ElementsAre(QuestionId::of("saved"), QuestionId::of("protected")));
  show("backup-exists/agenda", ProofLevel::measured, true, now_);
  show("backup-automatic/agenda", ProofLevel::measured, true, now_);
  show("backup-elsewhere/agenda", ProofLevel::measured, true, now_);
  EXPECT_TRUE(harm(Harm::data_loss).is_proved_low());
}

TEST_F(Assessments, NeverTurnAnOldFailureIntoAGood) {
  answer_well();
  show("restore-tested/agenda", ProofLevel::measured, false, kNow - Days{100});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::high);
  now_ = kNow + Days{83};
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);
  EXPECT_EQ(harm(Harm::data_loss).lapsed, shown_);
  EXPECT_THAT(harm(Harm::data_loss).open, ElementsAre(QuestionId::of("tested")));
}

TEST_F(Assessments, TakeTheClaimsOfAQuestionNobodyAnsweredAsItsAnswerIfTheyLeaveNoDoubt) {
  answer("protected", {"encrypted", "elsewhere"});
  show("restore-tested/agenda", ProofLevel::measured, true);
  show("backup-exists/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);  // not known to be made by itself
  show("backup-automatic/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::low);
}

TEST_F(Assessments, KeepWhatNotKnowingImpliesUntilSomethingShowsBetter) {
  answer_well();
  answer("saved", {"unknown"});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::high);
  show("backup-exists/agenda", ProofLevel::measured, true);
  show("backup-automatic/agenda", ProofLevel::measured, true);
  show("restore-tested/agenda", ProofLevel::measured, true);
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::low);
}

TEST_F(Assessments, TakeAnAnswerThatContentNoLongerKnowsForNone) {
  answer_well();
  answers_.insert_or_assign(QuestionId::of("saved"), GivenAnswer{AnswerId::of("withdrawn"), kNow});
  EXPECT_EQ(harm(Harm::data_loss).state, HarmState::not_established);
}

}  // namespace
}  // namespace garde::diagnostic
