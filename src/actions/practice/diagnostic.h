// Answering the questionnaire.
#pragma once

#include <string>
#include <vector>

#include "actions/practice/practice.h"
#include "diagnostic/answers.h"

namespace garde::actions {

Result<diagnostic::Answers> load_answers(Practice& practice);

// Keeps one answer, durably: once this returns without a problem it survives a power cut. No value given takes
// the answer back. not_found for a question that does not exist.
Result<std::optional<diagnostic::ValueProblem>> answer(Practice& practice, const diagnostic::QuestionId& question,
                                                       const std::vector<std::string>& given);

}  // namespace garde::actions
