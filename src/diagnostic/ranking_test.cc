#include "diagnostic/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::diagnostic {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const Date kToday = parse_date("2026-11-23").value();

Answer answer(std::string_view id, bool unknown = false, bool alone = false) {
  return {AnswerId::parse(id).value(), "?", "", unknown, alone, {}, {}};
}

Question question(QuestionKind kind, std::vector<Answer> answers) {
  return {QuestionId::of("q"), "?", "", kind, false, {}, std::move(answers), "", "", {}, {}, "", 0};
}

Question tools() {
  return question(QuestionKind::multiple,
                  {answer("mail"), answer("agenda"), answer("none", false, true), answer("unknown", true, true)});
}

Question tools_better_chosen() {
  Question good = tools();
  good.answers[0].when_left.harms.raise(Harm::data_leak, HarmLevel::high);
  return good;
}

// "none>mail" for an improvement from none to mail.
std::vector<std::string> steps(const Question& question) {
  const auto words = [](const Value& value) {
    std::string joined;
    for (const std::string& text : to_texts(value)) joined += (joined.empty() ? "" : "+") + text;
    return joined;
  };
  std::vector<std::string> lines;
  for (const Improvement& step : improvements(question, kToday))
    lines.push_back(words(step.from) + ">" + words(step.to));
  return lines;
}

TEST(Ranking, OfASingleQuestionIsTheOrderOfItsAnswersAndNotKnowingIsOnlyWorseThanTheBest) {
  const Question single =
      question(QuestionKind::single, {answer("good"), answer("fair"), answer("bad"), answer("unknown", true)});
  EXPECT_EQ(best_value(single, kToday), Value(AnswerId::of("good")));
  EXPECT_THAT(steps(single), ElementsAre("fair>good", "bad>fair", "unknown>good"));
  EXPECT_EQ(possible_values(single).size(), 4U);
}

TEST(Ranking, OfAMultipleQuestionWhoseAnswersAreGoodIsToChooseMore) {
  const Question good = tools_better_chosen();
  EXPECT_EQ(best_value(good, kToday), Value(Choices{AnswerId::of("agenda"), AnswerId::of("mail")}));
  EXPECT_THAT(steps(good), UnorderedElementsAre("none>mail", "none>agenda", "mail>agenda+mail", "agenda>agenda+mail",
                                                "unknown>agenda+mail"));
}

TEST(Ranking, OfAMultipleQuestionWhoseAnswersAreBadIsToChooseLess) {
  EXPECT_EQ(best_value(tools(), kToday), Value(Choices{AnswerId::of("none")}));
  EXPECT_THAT(steps(tools()), UnorderedElementsAre("mail>none", "agenda>none", "agenda+mail>mail", "agenda+mail>agenda",
                                                   "unknown>none"));
}

TEST(Ranking, OfADateIsThatNotKnowingIsWorse) {
  const Question date = question(QuestionKind::date, {answer("unknown", true)});
  EXPECT_EQ(best_value(date, kToday), Value(kToday));
  EXPECT_THAT(steps(date), ElementsAre("unknown>2026-11-23"));
  EXPECT_THAT(possible_values(date), ElementsAre(Value(AnswerId::of("unknown"))));
}

TEST(Ranking, DoesNotExistAmongFactsAndTexts) {
  Question fact = question(QuestionKind::single, {answer("here"), answer("hosted")});
  fact.neutral = true;
  EXPECT_EQ(best_value(fact, kToday), std::nullopt);
  EXPECT_THAT(steps(fact), IsEmpty());
  EXPECT_EQ(best_value(question(QuestionKind::text, {}), kToday), std::nullopt);
}

TEST(Ranking, KnowsEverySetThatCanBeChosenTogether) {
  EXPECT_THAT(possible_values(tools()),
              UnorderedElementsAre(Value(Choices{AnswerId::of("mail")}), Value(Choices{AnswerId::of("agenda")}),
                                   Value(Choices{AnswerId::of("mail"), AnswerId::of("agenda")}),
                                   Value(Choices{AnswerId::of("none")}), Value(Choices{AnswerId::of("unknown")})));
}

TEST(Ranking, WeighsWhatIsChosenAndWhatIsLeft) {
  const Question good = tools_better_chosen();
  EXPECT_EQ(harms_of(good, Choices{AnswerId::of("agenda")}).worst(), HarmLevel::high);
  EXPECT_EQ(harms_of(good, Choices{AnswerId::of("mail")}).worst(), HarmLevel::low);
  EXPECT_EQ(harms_of(good, Choices{AnswerId::of("none")}).worst(), HarmLevel::low);
}

}  // namespace
}  // namespace garde::diagnostic
