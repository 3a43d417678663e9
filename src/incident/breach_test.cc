#include "incident/breach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::incident {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const BreachPath& path_of_the_program() {
  static const BreachPath path = [] {
    content::Problems problems;
    BreachPath read = BreachPath::read(content::Files::from_program(), problems);
    EXPECT_THAT(problems, IsEmpty());
    return read;
  }();
  return path;
}

GivenBreachAnswers answers(std::initializer_list<std::pair<std::string_view, std::string_view>> given) {
  GivenBreachAnswers all;
  for (const auto& [question, answer] : given)
    all.emplace(BreachQuestionId::parse(question).value(),
                GivenBreachAnswer{BreachAnswerId::parse(answer).value(), "compte rendu"});
  return all;
}

GivenBreachAnswers best_answers() {
  GivenBreachAnswers all;
  for (const BreachQuestion& question : path_of_the_program().questions())
    all.emplace(question.id, GivenBreachAnswer{question.answers.front().id, "compte rendu"});
  return all;
}

// False when a question that is not asked has another answer than its first: that combination changes nothing.
bool says_something_new(const std::vector<std::size_t>& at) {
  const auto& questions = path_of_the_program().questions();
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto& asked_if = questions[i].asked_if;
    if (!asked_if || at[i] == 0) continue;
    const BreachQuestion* before = path_of_the_program().find(asked_if->question);
    if (at[static_cast<std::size_t>(before - questions.data())] < before->rank(asked_if->answer)) return false;
  }
  return true;
}

// Calls `see` with every combination of answers of the program's questions that says something new.
template <class See>
void for_every_combination(See see) {
  const auto& questions = path_of_the_program().questions();
  GivenBreachAnswers given = best_answers();
  std::vector<std::size_t> at(questions.size(), 0);
  for (;;) {
    if (says_something_new(at)) see(given);
    std::size_t i = 0;
    while (i < at.size() && ++at[i] == questions[i].answers.size()) at[i++] = 0;
    if (i == at.size()) return;
    for (std::size_t j = 0; j <= i; ++j) given.at(questions[j].id).answer = questions[j].answers[at[j]].id;
  }
}

TEST(Breach, IsAtLeastARiskWhileNothingIsKnown) {
  const BreachAssessment nothing = assess_breach(path_of_the_program(), {});
  EXPECT_EQ(nothing.verdict, Verdict::risk);
  EXPECT_EQ(nothing.uncertain, nothing.asked);
}

TEST(Breach, OfNoPersonalDataIsNoRiskAndAsksNothingMore) {
  const BreachAssessment assessment = assess_breach(path_of_the_program(), answers({{"personal-data", "no"}}));
  EXPECT_EQ(assessment.verdict, Verdict::none);
  EXPECT_THAT(assessment.asked, SizeIs(1));
}

// The European board's published cases: ransomware with a proper backup, first where logs exclude any copy and all
// is back within hours (1), then in a hospital where operations are put off (3).
TEST(Breach, FollowsThePublishedCasesOfRansomware) {
  const BreachPath& path = path_of_the_program();
  GivenBreachAnswers first = answers({{"personal-data", "yes"},
                                      {"exfiltration", "excluded"},
                                      {"integrity", "intact"},
                                      {"availability", "hours"},
                                      {"care", "no"},
                                      {"persons", "few"}});
  EXPECT_EQ(assess_breach(path, first).verdict, Verdict::none);
  GivenBreachAnswers third = first;
  third.at(BreachQuestionId::of("availability")).answer = BreachAnswerId::of("days");
  third.at(BreachQuestionId::of("care")).answer = BreachAnswerId::of("delayed");
  EXPECT_EQ(assess_breach(path, third).verdict, Verdict::high);
}

TEST(Breach, TakesAnEncryptedLostComputerForARiskUntilTheKeyIsKnownToBeSafe) {
  const auto lost = [](std::string_view unintelligible) {
    return assess_breach(path_of_the_program(), answers({{"personal-data", "yes"},
                                                         {"exfiltration", "likely"},
                                                         {"unintelligible", unintelligible},
                                                         {"health", "yes"},
                                                         {"free-text", "yes"},
                                                         {"integrity", "intact"},
                                                         {"availability", "none"},
                                                         {"care", "no"},
                                                         {"persons", "many"}}))
        .verdict;
  };
  EXPECT_EQ(lost("yes"), Verdict::risk);
  EXPECT_EQ(lost("unknown"), Verdict::high);
  EXPECT_EQ(lost("no"), Verdict::high);
}

TEST(Breach, DoesNotBelieveAnExclusionWithoutItsEvidence) {
  GivenBreachAnswers given = best_answers();
  given.at(BreachQuestionId::of("personal-data")).answer = BreachAnswerId::of("yes");
  EXPECT_EQ(assess_breach(path_of_the_program(), given).verdict, Verdict::none);
  given.at(BreachQuestionId::of("exfiltration")).evidence = " \n";
  const BreachAssessment assessment = assess_breach(path_of_the_program(), given);
  EXPECT_EQ(assessment.verdict, Verdict::risk);
  ASSERT_THAT(assessment.uncertain, testing::Not(IsEmpty()));
  EXPECT_EQ(assessment.uncertain.front()->id.text(), "exfiltration");
}

TEST(Breach, TakesAnAnswerThatIsNoneOfTheQuestionsForUnknown) {
  EXPECT_EQ(assess_breach(path_of_the_program(), answers({{"personal-data", "perhaps"}})).verdict, Verdict::risk);
}

TEST(Breach, AWorseAnswerNeverLowersTheVerdict) {
  const BreachPath& path = path_of_the_program();
  std::size_t combinations = 0;
  for_every_combination([&](GivenBreachAnswers& given) {
    if (++combinations % 7 != 0) return;  // each has a few neighbours: every seventh sees all pairs of answers
    const Verdict before = assess_breach(path, given).verdict;
    for (const BreachQuestion& question : path.questions()) {
      GivenBreachAnswer& answer = given.at(question.id);
      const std::size_t rank = question.rank(answer.answer);
      if (rank + 1 == question.answers.size()) continue;
      const BreachAnswerId kept = answer.answer;
      answer.answer = question.answers[rank + 1].id;
      ASSERT_GE(assess_breach(path, given).verdict, before) << question.id.text();
      answer.answer = kept;
    }
  });
  EXPECT_GT(combinations, 10'000U);
}

TEST(Breach, UnknownNeverGivesNone) {
  for_every_combination([&](const GivenBreachAnswers& given) {
    const BreachAssessment assessment = assess_breach(path_of_the_program(), given);
    ASSERT_TRUE(assessment.uncertain.empty() || assessment.verdict != Verdict::none);
    ASSERT_EQ(assessment.verdict == Verdict::none, assessment.reasons.empty());
  });
}

TEST(Breach, NeedsAWrittenReasonToDecideForNoneOrForLessThanAdvised) {
  BreachAssessment advised;
  for (const Verdict verdict : {Verdict::none, Verdict::risk, Verdict::high}) {
    advised.verdict = verdict;
    EXPECT_TRUE(needs_reason(Verdict::none, advised));
    EXPECT_EQ(needs_reason(Verdict::risk, advised), verdict == Verdict::high);
    EXPECT_FALSE(needs_reason(Verdict::high, advised));
  }
}

// The figures are those of ENISA's own examples: data 4 × identification 1, then + 0.5 for malice.
TEST(Severity, IsTheProductAndTheCircumstancesInQuarters) {
  const SeverityScale& scale = path_of_the_program().severity();
  const auto named_health = severity_of(scale, {3, 3, 0, 0, 0, 0});
  ASSERT_TRUE(named_health);
  EXPECT_EQ(named_health->quarters, 16);
  EXPECT_EQ(named_health->band, "très élevée");
  EXPECT_EQ(severity_of(scale, {3, 3, 0, 0, 0, 1})->quarters, 18);
  EXPECT_EQ(severity_of(scale, {0, 0, 0, 0, 0, 0})->quarters, 1);
  EXPECT_EQ(severity_of(scale, {1, 3, 0, 0, 0, 0})->band, "moyenne");
  EXPECT_FALSE(severity_of(scale, {3, 3}));
  EXPECT_FALSE(severity_of(scale, {4, 3, 0, 0, 0, 0}));
}

content::Problems problems_of(std::string replaced, std::string_view by) {
  const content::Files files = content::Files::from_program();
  for (const content::File* file : files.in("incident")) {
    if (file->path != "incident/breach.toml") continue;
    std::string bytes = file->bytes;
    const auto at = bytes.find(replaced);
    EXPECT_NE(at, std::string::npos) << replaced;
    bytes.replace(at, replaced.size(), by);
    content::Problems problems;
    static_cast<void>(BreachPath::read(content::Files({{file->path, bytes}}), problems));
    return problems;
  }
  return {};
}

TEST(BreachPath, RefusesContentThatWouldMakeTheDecisionUnsafe) {
  const auto first = [](const content::Problems& problems) { return problems.empty() ? "" : problems.front().text; };
  EXPECT_THAT(first(problems_of("when = [{ question = \"care\", at_least = \"unknown\" }]",
                                "when = [{ question = \"care\", at_least = \"delayed\" }]")),
              HasSubstr("not knowing care must be a risk"));
  EXPECT_THAT(first(problems_of("at_least = \"permanent\"", "at_least = \"for-ever\"")), HasSubstr("names no answer"));
  EXPECT_THAT(first(problems_of("unknown = true\n", "")), HasSubstr("exactly one"));
  EXPECT_THAT(first(problems_of("verdict = \"risk\"\nreason", "verdict = \"none\"\nreason")), HasSubstr("verdict"));
}

}  // namespace
}  // namespace garde::incident
