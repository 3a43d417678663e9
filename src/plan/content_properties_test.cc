// What must hold for any answers whatever: over the small content of testdata and over the real content.
#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"
#include "diagnostic/ranking.h"
#include "plan/content_rules.h"
#include "plan/plan.h"

namespace garde::plan {
namespace {

using diagnostic::Answer;
using diagnostic::Answers;
using diagnostic::Assessment;
using diagnostic::GivenAnswer;
using diagnostic::Improvement;
using diagnostic::Question;
using diagnostic::QuestionId;
using diagnostic::QuestionKind;
using diagnostic::Questionnaire;
using diagnostic::Theme;
using diagnostic::Value;
using evidence::Evidence;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Date kToday = parse_date("2026-11-23").value();
const Date kLongAgo = parse_date("2001-01-01").value();
const Instant kNow = start_of(kToday) + std::chrono::hours{9};

// The same numbers on every machine, which std::uniform_int_distribution does not promise.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values.at(below(values.size()));
  }
  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

// The real content, or the small one.
class ContentProperties : public ::testing::TestWithParam<const char*> {
 protected:
  ContentProperties() {
    const auto files = content::Files::from_directory(source_directory() / GetParam()).value();
    questionnaire_ = Questionnaire::read(files, problems_);
    catalogue_ = MeasureCatalogue::read(files, questionnaire_.data_sets(), problems_);
    kinds_ = evidence::ClaimKinds::read(files, problems_);
    for (const Question* question : questionnaire_.questions()) values_.emplace(question->id, values_of(*question));
  }

  static std::vector<Value> values_of(const Question& question) {
    std::vector<Value> values = diagnostic::possible_values(question);
    if (question.kind == QuestionKind::date) values.insert(values.end(), {kToday, kLongAgo});
    if (question.kind == QuestionKind::text) values.emplace_back(std::string("Cabinet du Lac"));
    return values;
  }

  // Each question answered somehow, one in eight not at all, whether it is asked or not.
  Answers random_answers(Dice& dice) const {
    Answers answers;
    for (const Question* question : questionnaire_.questions())
      if (dice.below(8) != 0) give(answers, *question, dice.one_of(values_.at(question->id)));
    return answers;
  }

  static void give(Answers& answers, const Question& question, const Value& value) {
    answers.insert_or_assign(question.id, GivenAnswer{value, kNow});
  }

  Answers all_unknown() const {
    Answers answers;
    for (const Question* question : questionnaire_.questions())
      for (const Value& value : diagnostic::possible_values(*question))
        if (chooses_unknown(*question, value)) give(answers, *question, value);
    return answers;
  }

  static bool chooses_unknown(const Question& question, const Value& value) {
    return std::ranges::any_of(diagnostic::chosen_answers(question, value), &Answer::unknown);
  }

  Assessment assess(const Answers& answers) const {
    return diagnostic::assess(questionnaire_, kinds_, answers, {}, kNow);
  }
  Plan plan_of(const Assessment& assessment) const {
    return make_plan(propose(assessment, catalogue_), catalogue_, {}, assessment.declared, kNow);
  }
  Plan plan_of(const Answers& answers) const { return plan_of(assess(answers)); }

  // A better answer given instead of a worse one must not worsen anything.
  void expect_no_worse(Answers answers, const Question& question, const Improvement& step) const {
    give(answers, question, step.from);
    const Assessment before = assess(answers);
    give(answers, question, step.to);
    const Assessment after = assess(answers);
    for (std::size_t i = 0; i < before.harms.size(); ++i)
      EXPECT_LE(after.harms.at(i).state, before.harms.at(i).state)
          << name(before.harms.at(i).harm) << " rises when " << question.id.text() << " goes from "
          << in_words(step.from) << " to " << in_words(step.to);
  }

  // What any plan holds to. Gathers the faults instead of expecting one by one: it runs very often.
  std::vector<std::string> faults_of(const Answers& answers) const {
    std::vector<std::string> faults;
    const Assessment assessment = assess(answers);
    const Plan plan = plan_of(assessment);
    std::set<MeasureId> present;
    Phase phase = Phase::recover;
    for (std::size_t i = 0; i < plan.actions.size(); ++i) {
      const Action& action = plan.actions[i];
      const std::string& id = action.measure->id.text();
      if (!present.insert(action.measure->id).second) faults.push_back(id + " is there twice");
      if (action.rank != i + 1) faults.push_back(id + " has another rank than its place");
      if (action.measure->phase < phase) faults.push_back(id + " stands behind a later phase");
      phase = action.measure->phase;
      if (action.steps.empty()) faults.push_back(id + " has no step");
      const bool settled = action.steps_done() == action.steps.size();
      if ((action.state == ActionState::kept) != settled) faults.push_back(id + " is kept without all steps holding");
      if ((action.state == ActionState::kept) != action.next_check.has_value())
        faults.push_back(id + " is kept without a next check, or open with one");
      if (action.proposed.demanded && action.proposed.because.empty()) faults.push_back(id + " is asked for by nobody");
      if (action.proposed.demanded && action.state == ActionState::kept)
        faults.push_back(id + " is asked for by " +
                         std::get<diagnostic::AnswerCause>(action.proposed.because.front().what).question.text() +
                         " and yet settled by other answers");
    }
    for (const Measure& measure : catalogue_.measures())
      if (measure.essential && !present.contains(measure.id)) faults.push_back(measure.id.text() + " is missing");
    for (const diagnostic::Demand& demand : assessment.demands)
      if (!present.contains(demand.measure)) faults.push_back(demand.measure.text() + " is missing, though asked for");
    for (const auto& [id, given] : answers) {
      const Question& question = *questionnaire_.find(id);
      if (!chooses_unknown(question, given.value) || !diagnostic::is_asked(questionnaire_, question, answers)) continue;
      for (const Answer* answer : diagnostic::chosen_answers(question, given.value))
        for (const MeasureId& measure : answer->when_chosen.leads_to)
          if (!present.contains(measure)) faults.push_back(id.text() + " unknown, and no " + measure.text());
    }
    return faults;
  }

  // The questions of a theme and those of other themes that decide whether they are asked, in order.
  std::vector<const Question*> with_deciders(const Theme& theme) const {
    std::set<QuestionId> wanted;
    const std::vector<const Question*> all = questionnaire_.questions();
    for (const Question& question : theme.questions) wanted.insert(question.id);
    for (auto question = all.rbegin(); question != all.rend(); ++question)
      if (wanted.contains((*question)->id))
        for (const diagnostic::Condition& condition : (*question)->shown_if) wanted.insert(condition.question);
    std::vector<const Question*> ordered;
    for (const Question* question : all)
      if (wanted.contains(question->id)) ordered.push_back(question);
    return ordered;
  }

  // Calls `visit` with every way to answer these questions from `at` on, those that are asked. False once it
  // would be called more than `left` times.
  template <class Visit>
  bool for_all_answers(const std::vector<const Question*>& questions, std::size_t at, Answers& answers,
                       std::size_t& left, const Visit& visit) const {
    while (at < questions.size() && !diagnostic::is_asked(questionnaire_, *questions[at], answers)) ++at;
    if (at == questions.size()) {
      if (left == 0) return false;
      --left;
      visit(answers);
      return true;
    }
    const Question& question = *questions[at];
    for (const Value& value : values_.at(question.id)) {
      give(answers, question, value);
      const bool finished = for_all_answers(questions, at + 1, answers, left, visit);
      answers.erase(question.id);
      if (!finished) return false;
    }
    return true;
  }

  static std::string in_words(const Value& value) {
    std::string words;
    for (const std::string& text : diagnostic::to_texts(value)) words += (words.empty() ? "" : "+") + text;
    return words;
  }
  static std::string in_words(const Answers& answers) {
    std::string words;
    for (const auto& [id, given] : answers) words += id.text() + "=" + in_words(given.value) + " ";
    return words;
  }

  Questionnaire questionnaire_;
  MeasureCatalogue catalogue_;
  evidence::ClaimKinds kinds_;
  content::Problems problems_;
  std::map<QuestionId, std::vector<Value>> values_;
};

INSTANTIATE_TEST_SUITE_P(Content, ContentProperties, ::testing::Values("src/plan/testdata/content", "content"),
                         [](const auto& param) { return param.index == 0 ? "Small" : "Real"; });

TEST_P(ContentProperties, IsWellFormedAndBreaksNoRule) {
  std::vector<std::string> lines;
  for (const content::Problem& problem : problems_) lines.push_back(describe(problem));
  for (const content::Problem& problem : check_content({questionnaire_, catalogue_, kinds_}))
    lines.push_back(describe(problem));
  EXPECT_THAT(lines, IsEmpty());
  EXPECT_GE(questionnaire_.questions().size(), 5U);
  EXPECT_GE(catalogue_.measures().size(), 3U);
}

TEST_P(ContentProperties, ABetterAnswerNeverWorsensAHarm) {
  Dice dice(1);
  for (const Question* question : questionnaire_.questions()) {
    std::vector<Improvement> steps = diagnostic::improvements(*question, kToday);
    if (question->kind == QuestionKind::date) steps.push_back({kLongAgo, kToday});
    constexpr std::size_t kMaxSteps = 40;  // of a question: a multiple one has hundreds
    dice.shuffle(steps);
    if (steps.size() > kMaxSteps) steps.erase(steps.begin() + kMaxSteps, steps.end());
    for (const Improvement& step : steps)
      for (int background = 0; background < 5; ++background) expect_no_worse(random_answers(dice), *question, step);
  }
}

TEST_P(ContentProperties, TheOrderOfAnsweringNeverMatters) {
  Dice dice(2);
  for (int round = 0; round < 50; ++round) {
    const Answers wanted = random_answers(dice);
    std::vector<QuestionId> order;
    for (const auto& [id, given] : wanted) order.push_back(id);
    dice.shuffle(order);
    Answers answers;  // each given once in haste, then as it stays
    for (const QuestionId& id : order) give(answers, *questionnaire_.find(id), dice.one_of(values_.at(id)));
    dice.shuffle(order);
    for (const QuestionId& id : order) answers.insert_or_assign(id, wanted.at(id));
    ASSERT_EQ(answers, wanted);
    EXPECT_EQ(assess(answers), assess(wanted));
  }
}

TEST_P(ContentProperties, ThePlanDependsOnWhatIsShownAndNotOnTheOrderItIsListedIn) {
  Dice dice(3);
  for (int round = 0; round < 50; ++round) {
    const Assessment assessment = assess(random_answers(dice));
    const auto proposal = propose(assessment, catalogue_);
    EXPECT_EQ(proposal, propose(assessment, catalogue_));
    std::vector<Evidence> evidence = assessment.declared;
    dice.shuffle(evidence);
    const Plan plan = make_plan(proposal, catalogue_, {}, assessment.declared, kNow);
    const Plan other = make_plan(proposal, catalogue_, {}, evidence, kNow);
    ASSERT_EQ(plan.actions.size(), other.actions.size());
    for (std::size_t i = 0; i < plan.actions.size(); ++i) {
      EXPECT_EQ(plan.actions[i].measure, other.actions[i].measure);
      EXPECT_EQ(plan.actions[i].state, other.actions[i].state);
      EXPECT_EQ(plan.actions[i].next_check, other.actions[i].next_check);
      EXPECT_EQ(plan.actions[i].steps_done(), other.actions[i].steps_done());
    }
  }
}

// Every way to answer a theme as far as there are not too many, and then a sample of them.
TEST_P(ContentProperties, EveryCombinationOfAnswersOfAThemeYieldsASoundPlan) {
  constexpr std::size_t kMaxExhaustive = 5'000;
  constexpr std::size_t kSample = 500;
  Dice dice(4);
  for (const Theme& theme : questionnaire_.themes()) {
    const std::vector<const Question*> questions = with_deciders(theme);
    Answers answers;
    std::size_t left = kMaxExhaustive;
    const bool few = for_all_answers(questions, 0, answers, left, [](const Answers&) {});
    const auto check = [&](const Answers& given) {
      const std::vector<std::string> faults = faults_of(given);
      ASSERT_THAT(faults, IsEmpty()) << theme.id.text() << ": " << in_words(given);
    };
    if (few) {
      left = kMaxExhaustive;
      for_all_answers(questions, 0, answers, left, check);
      continue;
    }
    for (std::size_t i = 0; i < kSample; ++i) {
      Answers given;
      for (const Question* question : questions) give(given, *question, dice.one_of(values_.at(question->id)));
      check(given);
    }
  }
}

TEST_P(ContentProperties, AnyAnswersToEverythingYieldASoundPlan) {
  Dice dice(5);
  for (int round = 0; round < 500; ++round) {
    const Answers answers = random_answers(dice);
    ASSERT_THAT(faults_of(answers), IsEmpty()) << in_words(answers);
  }
}

TEST_P(ContentProperties, KnowingNothingPutsTheThreeEssentialsFirstAndEverythingIsOpen) {
  const Plan plan = plan_of(all_unknown());
  EXPECT_EQ(plan.open(), plan.actions.size());
  std::vector<Phase> essentials;
  std::set<Phase> begun;
  for (const Action& action : plan.actions) {
    if (action.measure->essential) essentials.push_back(action.measure->phase);
    const bool opens_phase = begun.insert(action.measure->phase).second;
    EXPECT_TRUE(action.measure->essential || !opens_phase || action.measure->phase == Phase::then)
        << action.measure->id.text();
    EXPECT_TRUE(action.proposed.demanded) << action.measure->id.text();
  }
  EXPECT_THAT(essentials, ElementsAre(Phase::recover, Phase::call, Phase::access));
}

TEST_P(ContentProperties, TheBestAnswersLeaveNothingToDoWhateverTheFacts) {
  Dice dice(6);
  for (int round = 0; round < 200; ++round) {
    Answers answers;
    for (const Question* question : questionnaire_.questions()) {
      const auto best = diagnostic::best_value(*question, kToday);
      Value value = best ? *best : dice.one_of(values_.at(question->id));
      while (!best && chooses_unknown(*question, value)) value = dice.one_of(values_.at(question->id));
      give(answers, *question, value);
    }
    const Assessment assessment = assess(answers);
    const Plan plan = plan_of(assessment);
    for (const Action& action : plan.actions)
      ASSERT_EQ(action.state, ActionState::kept) << action.measure->id.text() << " with " << in_words(answers);
    EXPECT_EQ(assessment.worst(), diagnostic::HarmState::low) << in_words(answers);
    EXPECT_THAT(assessment.demands, IsEmpty()) << in_words(answers);
  }
}

// Answers of any age, and whatever can be shown beside them, up to `kNow`.
class EvidenceProperties : public ContentProperties {
 protected:
  EvidenceProperties() {
    std::set<evidence::Claim> claims;
    for (const Question* question : questionnaire_.questions()) claims.merge(diagnostic::claims_of(*question));
    for (const Measure& measure : catalogue_.measures())
      for (const Step& step : measure.steps) claims.insert(step.settled_by.begin(), step.settled_by.end());
    claims_.assign(claims.begin(), claims.end());
  }

  static Instant some_time(Dice& dice) { return kNow - Days{static_cast<int>(dice.below(500))}; }

  // A date lies a while before it was answered.
  static GivenAnswer given_at(const Value& value, Instant at, Dice& dice) {
    if (!std::holds_alternative<Date>(value)) return {value, at};
    return {plus_days(utc_day_of(at), -Days{static_cast<int>(dice.below(300))}), at};
  }
  Answers aged_answers(Dice& dice) const {
    Answers answers;
    for (const Question* question : questionnaire_.questions())
      if (dice.below(8) != 0)
        answers.insert_or_assign(question->id, given_at(dice.one_of(values_.at(question->id)), some_time(dice), dice));
    return answers;
  }
  Evidence some_evidence(Dice& dice, bool holds) const {
    const auto level = static_cast<evidence::ProofLevel>(dice.below(3));
    return kinds_.make(dice.one_of(claims_), level, holds, some_time(dice), "test");
  }
  std::vector<Evidence> some_shown(Dice& dice) const {
    std::vector<Evidence> shown;
    const std::size_t count = dice.below(2 * claims_.size());
    const std::size_t fails_in = 1 + dice.below(20);
    for (std::size_t i = 0; i < count; ++i) shown.push_back(some_evidence(dice, dice.below(fails_in) != 0));
    return shown;
  }

  std::vector<diagnostic::HarmState> states(const Answers& answers, const std::vector<Evidence>& shown,
                                            Instant now = kNow) const {
    std::vector<diagnostic::HarmState> all;
    for (const auto& harm : diagnostic::assess(questionnaire_, kinds_, answers, shown, now).harms)
      all.push_back(harm.state);
    return all;
  }
  static void expect_no_worse(const std::vector<diagnostic::HarmState>& after,
                              const std::vector<diagnostic::HarmState>& before, const std::string& why) {
    for (std::size_t i = 0; i < after.size(); ++i)
      EXPECT_LE(after[i], before[i]) << name(diagnostic::kHarms.at(i)) << " " << why;
  }

  std::vector<evidence::Claim> claims_;
};

INSTANTIATE_TEST_SUITE_P(Content, EvidenceProperties, ::testing::Values("src/plan/testdata/content", "content"),
                         [](const auto& param) { return param.index == 0 ? "Small" : "Real"; });

TEST_P(EvidenceProperties, ABetterAnswerNeverWorsensAHarmWhateverIsShown) {
  Dice dice(11);
  for (const Question* question : questionnaire_.questions()) {
    std::vector<Improvement> steps = diagnostic::improvements(*question, kToday);
    constexpr std::size_t kMaxSteps = 12;
    dice.shuffle(steps);
    if (steps.size() > kMaxSteps) steps.erase(steps.begin() + kMaxSteps, steps.end());
    for (const Improvement& step : steps)
      for (int background = 0; background < 2; ++background) {
        Answers answers = aged_answers(dice);
        const std::vector<Evidence> shown = some_shown(dice);
        const Instant at = some_time(dice);
        answers.insert_or_assign(question->id, GivenAnswer{step.from, at});
        const auto before = states(answers, shown);
        const Value to = std::holds_alternative<Date>(step.to) ? Value(utc_day_of(at)) : step.to;
        answers.insert_or_assign(question->id, GivenAnswer{to, at});
        expect_no_worse(states(answers, shown), before,
                        question->id.text() + " from " + in_words(step.from) + " to " + in_words(step.to));
      }
  }
}

TEST_P(EvidenceProperties, BetterEvidenceNeverWorsensAHarm) {
  Dice dice(12);
  for (int round = 0; round < 100; ++round) {
    const Answers answers = aged_answers(dice);
    std::vector<Evidence> shown = some_shown(dice);
    const auto before = states(answers, shown);
    std::vector<Evidence> better = shown;
    better.push_back(some_evidence(dice, true));
    expect_no_worse(states(answers, better), before, "once this is shown: " + to_text(better.back().claim));
    if (shown.empty()) continue;
    better = shown;
    Evidence& one = better.at(dice.below(better.size()));
    if (one.holds)
      one.level = evidence::ProofLevel::measured;
    else
      one.holds = true;
    expect_no_worse(states(answers, better), before, "with better evidence of " + to_text(one.claim));
  }
}

TEST_P(EvidenceProperties, TimeAloneReassuresNobody) {
  Dice dice(13);
  for (int round = 0; round < 100; ++round) {
    const Answers answers = aged_answers(dice);
    const std::vector<Evidence> shown = some_shown(dice);
    const auto before = states(answers, shown);
    const auto after = states(answers, shown, kNow + Days{static_cast<int>(1 + dice.below(800))});
    for (std::size_t i = 0; i < after.size(); ++i)
      EXPECT_TRUE(before[i] == diagnostic::HarmState::low || after[i] != diagnostic::HarmState::low) << round;
  }
}

TEST_P(EvidenceProperties, WhatIsMeasuredToFailIsNeverLowWhateverTheAnswers) {
  Dice dice(14);
  for (const evidence::Claim& claim : claims_) {
    const diagnostic::HarmLevels levels = questionnaire_.when_failed(claim);
    std::vector<Evidence> shown = some_shown(dice);
    std::erase_if(shown, [&](const Evidence& item) { return item.claim == claim; });
    shown.push_back(kinds_.make(claim, evidence::ProofLevel::measured, false, kNow, "test"));
    const Assessment assessed = diagnostic::assess(questionnaire_, kinds_, aged_answers(dice), shown, kNow);
    for (const auto& harm : assessed.harms) {
      if (levels[harm.harm] == diagnostic::HarmLevel::low) continue;
      EXPECT_GE(static_cast<int>(harm.state), static_cast<int>(levels[harm.harm]) + 1) << to_text(claim);
    }
  }
}

TEST_P(EvidenceProperties, EverythingMeasuredToHoldIsLowAndProvedWhateverWasAnswered) {
  Dice dice(15);
  std::vector<Evidence> shown;
  for (const evidence::Claim& claim : claims_)
    shown.push_back(kinds_.make(claim, evidence::ProofLevel::measured, true, kNow, "test"));
  for (int round = 0; round < 50; ++round) {
    Answers answers = aged_answers(dice);
    for (const Question* question : questionnaire_.questions())  // facts are known by being told
      if (question->neutral && !answers.contains(question->id))
        give(answers, *question, values_.at(question->id).front());
    for (const auto& harm : diagnostic::assess(questionnaire_, kinds_, answers, shown, kNow).harms)
      EXPECT_TRUE(harm.is_proved_low()) << name(harm.harm) << " is " << name(harm.state) << ": " << in_words(answers);
  }
}

}  // namespace
}  // namespace garde::plan
