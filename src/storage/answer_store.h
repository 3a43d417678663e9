// What a practice has answered to the questionnaire.
#pragma once

#include "base/result.h"
#include "diagnostic/answers.h"
#include "storage/practice_store.h"

namespace garde::storage {

// All of them, also those to questions that the questionnaire no longer asks.
Result<diagnostic::Answers> load_answers(Connection& connection, const PracticeId& practice);
// Replaces an earlier answer to the question.
Result<void> save_answer(Connection& connection, const PracticeId& practice, const diagnostic::QuestionId& question,
                         const diagnostic::GivenAnswer& answer);
// Fine when there was none.
Result<void> remove_answer(Connection& connection, const PracticeId& practice, const diagnostic::QuestionId& question);

}  // namespace garde::storage
