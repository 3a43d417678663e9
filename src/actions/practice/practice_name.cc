#include "actions/practice/practice_name.h"

#include "actions/practice/diagnostic.h"

namespace garde::actions {

std::string practice_name(const diagnostic::Answers& answers) {
  static const auto question = diagnostic::QuestionId::of("practice-name");
  const auto found = answers.find(question);
  const std::string* name = found == answers.end() ? nullptr : std::get_if<std::string>(&found->second.value);
  return name == nullptr ? std::string() : *name;
}

Result<std::string> practice_name(Practice& practice) { return practice_name(TRY(load_answers(practice))); }

}  // namespace garde::actions
