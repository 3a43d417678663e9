#include "diagnostic/answer_history.h"

namespace garde::diagnostic {

Answers answers_at(std::span<const AnswerEntry> history, Instant at) {
  Answers answers;
  for (const AnswerEntry& entry : history) {
    if (entry.at > at) continue;
    if (entry.value)
      answers.insert_or_assign(entry.question, GivenAnswer{*entry.value, entry.at});
    else
      answers.erase(entry.question);
  }
  return answers;
}

}  // namespace garde::diagnostic
