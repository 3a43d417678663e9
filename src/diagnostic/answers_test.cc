#include "diagnostic/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::diagnostic {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

const Date kToday = parse_date("2026-11-23").value();
const Instant kNow = start_of(kToday) + std::chrono::hours{9};

Questionnaire small_questionnaire() {
  content::Problems problems;
  Questionnaire questionnaire = Questionnaire::read(
      content::Files(std::vector<content::File>{
          {"questionnaire/version.toml", "version = \"1\"\n"},
          {"questionnaire/data-sets.toml", "[[data_set]]\nid = \"a\"\ntitle = \"A\"\nof_them = \"of a\"\n"},
          {"questionnaire/1.toml", R"(
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
[[question.answer]]
id = "no"
text = "No"
[[question]]
id = "protected"
kind = "multiple"
text = "?"
shown_if = [{ question = "saved", any_of = ["yes"] }]
[[question.answer]]
id = "encrypted"
text = "Encrypted"
[[question.answer]]
id = "elsewhere"
text = "Elsewhere"
[[question.answer]]
id = "none"
alone = true
text = "In no way"
[[question]]
id = "cleartext"
kind = "single"
text = "?"
shown_if = [{ question = "protected", any_of = ["elsewhere"] }, { question = "saved", any_of = ["yes", "no"] }]
[[question.answer]]
id = "yes"
text = "Yes"
[[question.answer]]
id = "no"
text = "No"
)"},
          {"questionnaire/2.toml", R"(
theme = "others"
title = "O"
intro = "I"
[[question]]
id = "tested"
kind = "date"
text = "?"
[[question.answer]]
id = "unknown"
unknown = true
text = "I do not know"
[[question]]
id = "name"
kind = "text"
text = "?"
)"}}),
      problems);
  EXPECT_THAT(problems, IsEmpty());
  return questionnaire;
}

class AnswerValues : public ::testing::Test {
 protected:
  tl::expected<Value, ValueProblem> parse(std::string_view question, const Texts& given) const {
    return parse_value(*questionnaire_.find(QuestionId::parse(question).value()), given, kToday);
  }
  Message problem(std::string_view question, const Texts& given) const {
    const auto parsed = parse(question, given);
    return parsed ? Message{"accepted", {}} : parsed.error();
  }
  Answers answers(const std::vector<std::pair<std::string, Texts>>& given) const {
    Answers answers;
    for (const auto& [question, texts] : given)
      answers.emplace(QuestionId::parse(question).value(), GivenAnswer{parse(question, texts).value(), kNow});
    return answers;
  }
  bool asks(std::string_view question, const Answers& answers) const {
    return is_asked(questionnaire_, *questionnaire_.find(QuestionId::parse(question).value()), answers);
  }

  Questionnaire questionnaire_ = small_questionnaire();
};

TEST_F(AnswerValues, AreThoseOfTheirQuestion) {
  EXPECT_EQ(parse("saved", {"yes"}).value(), Value(AnswerId::of("yes")));
  EXPECT_EQ(parse("protected", {"elsewhere", "encrypted", "elsewhere"}).value(),
            Value(Choices{AnswerId::of("encrypted"), AnswerId::of("elsewhere")}));
  EXPECT_EQ(parse("tested", {" 2026-11-23 "}).value(), Value(kToday));
  EXPECT_EQ(parse("tested", {"unknown"}).value(), Value(AnswerId::of("unknown")));
  EXPECT_EQ(parse("name", {"\u00A0Cabinet du Lac\n"}).value(), Value(std::string("Cabinet du Lac")));
}

TEST_F(AnswerValues, SayWhyTheyCannotStand) {
  EXPECT_EQ(problem("saved", {}).key, "answers.problem.no-answer");
  EXPECT_EQ(problem("protected", {}).key, "answers.problem.no-answer");
  EXPECT_EQ(problem("tested", {""}).key, "answers.problem.no-answer");
  EXPECT_EQ(problem("name", {" \u202F"}).key, "answers.problem.no-answer");
  EXPECT_EQ(problem("saved", {"yes", "no"}).key, "answers.problem.one-answer");
  EXPECT_EQ(problem("name", {"a", "b"}).key, "answers.problem.one-answer");
  EXPECT_EQ(problem("saved", {"maybe"}), (Message{"answers.problem.unknown-answer", {{"answer", "maybe"}}}));
  EXPECT_EQ(problem("protected", {"encrypted", "YES"}),
            (Message{"answers.problem.unknown-answer", {{"answer", "YES"}}}));
  EXPECT_EQ(problem("protected", {"encrypted", "none"}), (Message{"answers.problem.alone", {{"answer", "In no way"}}}));
  EXPECT_EQ(problem("tested", {"23/11/2026"}).key, "answers.problem.not-a-date");
  EXPECT_EQ(problem("tested", {"2026-02-29"}).key, "answers.problem.not-a-date");
  EXPECT_EQ(problem("tested", {"2026-11-24"}).key, "answers.problem.future-date");
  EXPECT_EQ(problem("name", {"Cabinet\x1b[2J"}).key, "answers.problem.control-character");
  EXPECT_EQ(problem("name", {"a\nb"}).key, "answers.problem.control-character");
  EXPECT_EQ(problem("name", {"\xff"}).key, "answers.problem.not-text");
  EXPECT_EQ(problem("saved", {"\xc3"}).key, "answers.problem.not-text");
}

TEST_F(AnswerValues, LimitTextsByCharactersAndNotByBytes) {
  std::string longest;
  for (std::size_t i = 0; i < kMaxTextLength; ++i) longest += "é";
  EXPECT_TRUE(parse("name", {longest}));
  EXPECT_EQ(problem("name", {longest + "é"}), (Message{"answers.problem.too-long", {{"max", "200"}}}));
}

TEST_F(AnswerValues, ComeBackFromTheTextsAFormWouldSend) {
  const std::vector<std::pair<std::string, Texts>> samples{
      {"saved", {"no"}},          {"protected", {"none"}}, {"protected", {"elsewhere", "encrypted"}},
      {"tested", {"2025-12-31"}}, {"tested", {"unknown"}}, {"name", {"<b>Dr O’Neil & fils</b>"}}};
  for (const auto& [question, given] : samples) {
    const Value value = parse(question, given).value();
    EXPECT_EQ(parse(question, to_texts(value)).value(), value) << question;
  }
}

TEST_F(AnswerValues, AreQuotedShortAndWithoutControlCharacters) {
  const auto message = problem("saved", {"a\x1b[31m\u0085" + std::string(500, 'x')});
  ASSERT_EQ(message.params.size(), 1U);
  EXPECT_EQ(message.params[0].second, "a?[31m?" + std::string(73, 'x'));
}

TEST_F(AnswerValues, OfAMultipleQuestionLeaveTheOthersUnlessOneStandsAlone) {
  const Question& question = *questionnaire_.find(QuestionId::of("protected"));
  const auto ids = [](const std::vector<const Answer*>& answers) {
    Texts texts;
    for (const Answer* answer : answers) texts.push_back(answer->id.text());
    return texts;
  };
  const Value one = parse("protected", {"elsewhere"}).value();
  EXPECT_THAT(ids(chosen_answers(question, one)), ElementsAre("elsewhere"));
  EXPECT_THAT(ids(left_answers(question, one)), ElementsAre("encrypted"));
  const Value none = parse("protected", {"none"}).value();
  EXPECT_THAT(ids(chosen_answers(question, none)), ElementsAre("none"));
  EXPECT_THAT(ids(left_answers(question, none)), IsEmpty());
  EXPECT_THAT(chosen_answers(question, Value(kToday)), IsEmpty());
}

TEST_F(AnswerValues, DecideWhichQuestionsAreAsked) {
  EXPECT_TRUE(asks("saved", {}));
  EXPECT_FALSE(asks("protected", {}));
  EXPECT_TRUE(asks("protected", answers({{"saved", {"yes"}}})));
  EXPECT_FALSE(asks("protected", answers({{"saved", {"no"}}})));
  EXPECT_TRUE(asks("cleartext", answers({{"saved", {"yes"}}, {"protected", {"elsewhere", "encrypted"}}})));
  EXPECT_FALSE(asks("cleartext", answers({{"saved", {"yes"}}, {"protected", {"encrypted"}}})));
}

TEST_F(AnswerValues, OfAQuestionNoLongerAskedMeanNothing) {
  const Answers kept = answers({{"saved", {"no"}}, {"protected", {"elsewhere"}}, {"cleartext", {"yes"}}});
  EXPECT_FALSE(asks("cleartext", kept));
  EXPECT_EQ(count_answered(questionnaire_, questionnaire_.themes()[0], kept), (AnsweredCount{1, 1}));
}

TEST_F(AnswerValues, AreCountedAmongTheQuestionsAskedButFreeTextsAreNot) {
  EXPECT_EQ(count_answered(questionnaire_, {}), (AnsweredCount{0, 2}));
  const Answers some = answers({{"saved", {"yes"}}, {"protected", {"elsewhere"}}, {"name", {"Cabinet"}}});
  EXPECT_EQ(count_answered(questionnaire_, questionnaire_.themes()[0], some), (AnsweredCount{2, 3}));
  EXPECT_EQ(count_answered(questionnaire_, some), (AnsweredCount{2, 4}));
}

}  // namespace
}  // namespace garde::diagnostic
