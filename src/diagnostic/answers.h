// What a person has answered: values by question, each already valid for its question.
#pragma once

#include <map>
#include <set>
#include <string>
#include <variant>

#include "base/message.h"
#include "diagnostic/questionnaire.h"

namespace garde::diagnostic {

using Choice = AnswerId;             // of a single question, or the "je ne sais pas" of a date question
using Choices = std::set<AnswerId>;  // of a multiple question; never empty
using Value = std::variant<Choice, Choices, Date, std::string>;

struct GivenAnswer {
  Value value;
  Instant answered_at;
  bool operator==(const GivenAnswer&) const = default;
};

using Answers = std::map<QuestionId, GivenAnswer>;

inline constexpr std::size_t kMaxTextLength = 200;  // code points of a text answer: a practice's name, not an essay

// Why a value cannot stand as the answer to a question: a sentence of content/text/fr/answers.toml.
using ValueProblem = Message;

// Checks one value as a form or a file gives it: the texts chosen (one for a single question, any number for
// a multiple one), or the date or text typed. `today` bounds dates: none lies in the future.
tl::expected<Value, ValueProblem> parse_value(const Question& question, const std::vector<std::string>& given,
                                              Date today);

// The same value as a form would give it; parse_value(to_texts(v)) is v.
std::vector<std::string> to_texts(const Value& value);

// True if the answers so far make the questionnaire ask this question. An answer to a question that is not
// asked is kept, and means nothing meanwhile.
bool is_asked(const Questionnaire& questionnaire, const Question& question, const Answers& answers);

// How far a theme, or the whole, has been answered; only questions that are asked count.
struct AnsweredCount {
  std::size_t answered = 0;
  std::size_t asked = 0;
  bool operator==(const AnsweredCount&) const = default;
};
AnsweredCount count_answered(const Questionnaire& questionnaire, const Theme& theme, const Answers& answers);
AnsweredCount count_answered(const Questionnaire& questionnaire, const Answers& answers);

}  // namespace garde::diagnostic
