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
//
//   answers.problem.no-answer                  nothing was chosen or typed
//   answers.problem.one-answer                 several values where one is possible
//   answers.problem.unknown-answer {answer}    the question has no such answer; shown as for_display gives it
//   answers.problem.alone {answer}             this answer, by its text, excludes the others chosen with it
//   answers.problem.not-text                   the bytes are not UTF-8
//   answers.problem.control-character          a character that cannot be shown
//   answers.problem.too-long {max}             in characters
//   answers.problem.not-a-date
//   answers.problem.future-date
using ValueProblem = Message;

// Text from a file or a form that is not an answer, fit to be quoted in a message: its first 80 code points,
// control characters replaced by "?". The text must be valid UTF-8.
std::string for_display(std::string_view text);

// Checks one value as a form or a file gives it: the texts chosen (one for a single question, any number for
// a multiple one), or the date or text typed. `today` bounds dates: none lies in the future.
tl::expected<Value, ValueProblem> parse_value(const Question& question, const std::vector<std::string>& given,
                                              Date today);

// The same value as a form would give it; parse_value(to_texts(v)) is v.
std::vector<std::string> to_texts(const Value& value);

// The answers that a value chooses; none for a date or a text. Ids the question does not have are passed over.
// Pointers are into `question`.
std::vector<const Answer*> chosen_answers(const Question& question, const Value& value);
// Of a multiple question: those it leaves. None when an `alone` answer is chosen.
std::vector<const Answer*> left_answers(const Question& question, const Value& value);

// True if the answers so far make the questionnaire ask this question. An answer to a question that is not
// asked is kept, and means nothing meanwhile.
bool is_asked(const Questionnaire& questionnaire, const Question& question, const Answers& answers);

// How far a theme, or the whole, has been answered. Only questions that are asked count, and no free text: a name
// decides nothing, so a result is as final without it.
struct AnsweredCount {
  std::size_t answered = 0;
  std::size_t asked = 0;
  bool operator==(const AnsweredCount&) const = default;
};
AnsweredCount count_answered(const Questionnaire& questionnaire, const Theme& theme, const Answers& answers);
AnsweredCount count_answered(const Questionnaire& questionnaire, const Answers& answers);

}  // namespace garde::diagnostic
