// What a practice has answered to the questionnaire.
#pragma once

#include "base/result.h"
#include "diagnostic/answer_history.h"
#include "storage/practice_store.h"

namespace garde::storage {

// The last of each, also those to questions that the questionnaire no longer asks.
Result<diagnostic::Answers> load_answers(Connection& connection, const PracticeId& practice);
// As they were given: questions in the order of their ids. More than somebody gives in a lifetime are not read.
inline constexpr std::int64_t kMaxAnswersLoaded = 100'000;
Result<diagnostic::AnswerHistory> load_answer_history(Connection& connection, const PracticeId& practice);
// Counts instead of an earlier answer to the question, which stays in the history.
Result<void> save_answer(Connection& connection, const PracticeId& practice, const diagnostic::QuestionId& question,
                         const diagnostic::GivenAnswer& answer);
// The history keeps that it was taken back. Fine when there was none.
Result<void> remove_answer(Connection& connection, const PracticeId& practice, const diagnostic::QuestionId& question,
                           Instant at);

}  // namespace garde::storage
