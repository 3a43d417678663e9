#include "actions/practice/diagnostic.h"

#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {
namespace {

using diagnostic::Choice;
using diagnostic::QuestionId;
using diagnostic::Value;
using testing::IsEmpty;

class Answering : public PracticeUnderTest {
 protected:
  std::optional<Value> kept(std::string_view question) {
    const auto answers = load_answers(practice());
    EXPECT_TRUE(ok(answers));
    const auto found = answers->find(QuestionId::parse(question).value());
    return found == answers->end() ? std::nullopt : std::optional(found->second.value);
  }
  // The key of what is wrong with the value; empty when it was taken.
  std::string problem(std::string_view question, const std::vector<std::string>& given) {
    const auto problem = answer(practice(), QuestionId::parse(question).value(), given);
    EXPECT_TRUE(ok(problem));
    return problem->has_value() ? (*problem)->key : "";
  }
};
GARDE_ON_EVERY_ENGINE(Answering);

TEST_P(Answering, KeepsAnAnswerWithItsTimeUntilItIsTakenBack) {
  give("staff", {"few"});
  const auto answers = load_answers(practice());
  ASSERT_TRUE(ok(answers));
  EXPECT_EQ(answers->at(QuestionId::of("staff")), (diagnostic::GivenAnswer{Choice::of("few"), now()}));
  give("staff", {});
  EXPECT_EQ(kept("staff"), std::nullopt);
  give("staff", {});  // taking back what is not there changes nothing
}

TEST_P(Answering, TakesAnEmptyFieldForNoAnswer) {
  give("practice-name", {"Cabinet des Lilas"});
  give("practice-name", {""});
  EXPECT_EQ(kept("practice-name"), std::nullopt);
}

TEST_P(Answering, ReplacesWhatWasAnsweredBefore) {
  give("access-shared", {"mail", "agenda"});
  give("access-shared", {"none"});
  EXPECT_EQ(kept("access-shared"), Value(diagnostic::Choices{Choice::of("none")}));
}

TEST_P(Answering, KeepsTheAnswerBeforeWhenTheNewOneIsWrong) {
  give("staff", {"few"});
  EXPECT_EQ(problem("staff", {"several"}), "answers.problem.unknown-answer");
  EXPECT_EQ(problem("staff", {"few", "many"}), "answers.problem.one-answer");
  EXPECT_EQ(problem("access-shared", {"none", "mail"}), "answers.problem.alone");
  EXPECT_EQ(kept("staff"), Value(Choice::of("few")));
  EXPECT_EQ(kept("access-shared"), std::nullopt);
}

TEST_P(Answering, SaysWhatIsWrongWithATextThatCannotBeShown) {
  EXPECT_EQ(problem("practice-name", {std::string(diagnostic::kMaxTextLength + 1, 'a')}), "answers.problem.too-long");
  EXPECT_EQ(problem("practice-name", {"Cabinet\x07"}), "answers.problem.control-character");
  EXPECT_EQ(problem("practice-name", {"Cabinet \xE9"}), "answers.problem.not-text");
  EXPECT_EQ(kept("practice-name"), std::nullopt);
}

TEST_P(Answering, KeepsATextAsItWasTyped) {
  const std::string name = "Cabinet d’Été <b>; DROP TABLE answer; -- \"'\\ %s {x} \xF0\x9F\x98\xB7";
  give("practice-name", {name});
  EXPECT_EQ(kept("practice-name"), Value(name));
}

TEST_P(Answering, TellsTheFutureByThePracticesOwnMidnight) {
  set_clock(*parse_instant("2026-11-23T22:59:59Z"));  // one second before midnight in Paris
  EXPECT_EQ(problem("restore-date-agenda", {"2026-11-24"}), "answers.problem.future-date");
  pass(std::chrono::seconds{1});
  EXPECT_EQ(problem("restore-date-agenda", {"2026-11-24"}), "");
}

TEST_P(Answering, RefusesAQuestionThatDoesNotExist) {
  EXPECT_EQ(storage::failure(answer(practice(), QuestionId::of("shoe-size"), {"yes"})), ErrorKind::not_found);
  EXPECT_EQ(storage::failure(answer(practice(), QuestionId::of("shoe-size"), {})), ErrorKind::not_found);
  EXPECT_THAT(*load_answers(practice()), IsEmpty());
}

TEST_P(Answering, OutlivesTheProgram) {
  if (!can_restart()) return;  // nothing to come back to
  give("staff", {"few"});
  give("restore-date-agenda", {"2026-11-01"});
  const auto before = *load_answers(practice());
  restart();
  EXPECT_EQ(*load_answers(practice()), before);
}

}  // namespace
}  // namespace garde::actions
