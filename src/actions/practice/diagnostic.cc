#include "actions/practice/diagnostic.h"

#include "storage/answer_store.h"

namespace garde::actions {

Result<diagnostic::Answers> load_answers(Practice& practice) { return practice.with_storage(storage::load_answers); }

Result<std::optional<diagnostic::ValueProblem>> answer(Practice& practice, const diagnostic::QuestionId& question,
                                                       const std::vector<std::string>& given) {
  const diagnostic::Question* asked = practice.library().questionnaire.find(question);
  if (asked == nullptr) return Error{ErrorKind::not_found, question.text(), std::nullopt, "no such question"};
  const bool empty = given.empty() || (given.size() == 1 && given.front().empty());
  if (empty) {
    TRY(practice.with_storage(storage::remove_answer, question, practice.now()));
    return std::optional<diagnostic::ValueProblem>();
  }
  auto value = diagnostic::parse_value(*asked, given, practice.today());
  if (!value) return std::optional(value.error());
  const diagnostic::GivenAnswer kept{std::move(*value), practice.now()};
  TRY(practice.with_storage(storage::save_answer, question, kept));
  return std::optional<diagnostic::ValueProblem>();
}

}  // namespace garde::actions
