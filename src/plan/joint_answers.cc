#include "plan/joint_answers.h"

#include <algorithm>
#include <utility>

#include "diagnostic/ranking.h"

namespace garde::plan {
namespace {

using diagnostic::Answer;
using diagnostic::Condition;
using diagnostic::Question;
using diagnostic::QuestionKind;
using diagnostic::Value;

std::vector<Value> values_of(const Question& question) {
  std::vector<Value> values = diagnostic::possible_values(question);
  if (question.kind == QuestionKind::date) values.emplace_back(Date{});
  if (question.kind == QuestionKind::text) values.emplace_back(std::string());
  return values;
}

}  // namespace

void JointAnswers::require(const Question& question, ValueTest test) {
  tests_[question.id].push_back(std::move(test));
  for (const Condition& condition : question.shown_if) {
    const Question* parent = questionnaire_.find(condition.question);
    GARDE_CHECK(parent != nullptr);  // the reader drops conditions on nothing
    require(*parent, [parent, &condition](const Value& value) {
      return std::ranges::any_of(diagnostic::chosen_answers(*parent, value), [&](const Answer* answer) {
        return std::ranges::find(condition.any_of, answer->id) != condition.any_of.end();
      });
    });
  }
}

const Question* JointAnswers::contradiction() const {
  for (const auto& [id, tests] : tests_) {
    const Question* question = questionnaire_.find(id);
    GARDE_CHECK(question != nullptr);
    const bool possible = std::ranges::any_of(values_of(*question), [&](const Value& value) {
      return std::ranges::all_of(tests, [&](const ValueTest& test) { return test(value); });
    });
    if (!possible) return question;
  }
  return nullptr;
}

}  // namespace garde::plan
