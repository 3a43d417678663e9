// Which values of a question are better than others. Content is held to it: what is better never harms more.
//
// A single question's answers stand from the best to the worst. Of a multiple question it is better to choose
// more, if leaving an answer has consequences, or else to choose less, "aucun" being the best. A date of today
// is the best. Not to know is only known to be no better than the best. Facts (neutral questions, texts) have
// no better value.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "diagnostic/answers.h"

namespace garde::diagnostic {

// True of a multiple question where leaving an answer has consequences.
bool is_better_chosen(const Question& question);

// Every value made of a question's answers: each one alone, or each set that can be chosen together.
// Dates and texts, which are not, are left out.
std::vector<Value> possible_values(const Question& question);

// Nothing when the question has no better value.
std::optional<Value> best_value(const Question& question, Date today);

struct Improvement {
  Value from;
  Value to;  // better
};

// Enough of them to reach any better value from any worse one, step by step.
std::vector<Improvement> improvements(const Question& question, Date today);

// What choosing and leaving answers implies. A date counts as fresh.
HarmLevels harms_of(const Question& question, const Value& value);

}  // namespace garde::diagnostic
