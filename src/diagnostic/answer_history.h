// Every answer as it was given: the answers of any past day are read from it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "diagnostic/answers.h"

namespace garde::diagnostic {

struct AnswerEntry {
  QuestionId question;
  std::optional<Value> value;  // nothing: the answer was taken back
  Instant at;
  bool operator==(const AnswerEntry&) const = default;
};

// In the order they were given, question by question.
using AnswerHistory = std::vector<AnswerEntry>;

// As they stood then: of each question the last entry that is not later.
Answers answers_at(std::span<const AnswerEntry> history, Instant at);

}  // namespace garde::diagnostic
