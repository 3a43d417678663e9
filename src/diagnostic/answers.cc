#include "diagnostic/answers.h"

#include <algorithm>

#include "base/utf8.h"

namespace garde::diagnostic {
namespace {

using Parsed = tl::expected<Value, ValueProblem>;

tl::unexpected<ValueProblem> problem(std::string_view name,
                                     std::vector<std::pair<std::string, std::string>> params = {}) {
  return tl::unexpected(ValueProblem{"answers.problem." + std::string(name), std::move(params)});
}

const Answer* find_answer(const Question& question, std::string_view text) {
  const auto found =
      std::ranges::find_if(question.answers, [&](const Answer& answer) { return answer.id.text() == text; });
  return found == question.answers.end() ? nullptr : &*found;
}

Parsed parse_choice(const Question& question, const std::string& text) {
  const Answer* answer = find_answer(question, text);
  if (answer == nullptr) return problem("unknown-answer", {{"answer", for_display(text)}});
  return answer->id;
}

Parsed parse_choices(const Question& question, const std::vector<std::string>& given) {
  Choices choices;
  const Answer* alone = nullptr;
  for (const std::string& text : given) {
    const Answer* answer = find_answer(question, text);
    if (answer == nullptr) return problem("unknown-answer", {{"answer", for_display(text)}});
    if (answer->alone) alone = answer;
    choices.insert(answer->id);
  }
  if (alone != nullptr && choices.size() > 1) return problem("alone", {{"answer", alone->text}});
  return choices;
}

Parsed parse_day(const Question& question, const std::string& text, Date today) {
  if (const Answer* unknown = find_answer(question, text)) return unknown->id;
  const auto date = parse_date(trimmed(text));
  if (!date) return problem("not-a-date");
  if (*date > today) return problem("future-date");
  return *date;
}

Parsed parse_text(const std::string& given) {
  const std::string_view text = trimmed(given);
  if (has_control_character(text, LineBreaks::refused)) return problem("control-character");
  if (count_code_points(text) > kMaxTextLength) return problem("too-long", {{"max", std::to_string(kMaxTextLength)}});
  return std::string(text);
}

bool holds(const Questionnaire& questionnaire, const Condition& condition, const Answers& answers) {
  const Question* question = questionnaire.find(condition.question);
  const auto given = answers.find(condition.question);
  if (question == nullptr || given == answers.end() || !is_asked(questionnaire, *question, answers)) return false;
  const std::vector<const Answer*> chosen = chosen_answers(*question, given->second.value);
  return std::ranges::any_of(chosen, [&](const Answer* answer) {
    return std::ranges::find(condition.any_of, answer->id) != condition.any_of.end();
  });
}

}  // namespace

std::string for_display(std::string_view text) {
  constexpr std::size_t kMaxShown = 80;  // code points: one line of a terminal
  std::string shown;
  for (std::string_view rest = first_code_points(text, kMaxShown); !rest.empty();) {
    const std::string_view one = first_code_points(rest, 1);
    shown += has_control_character(one, LineBreaks::refused) ? "?" : one;
    rest.remove_prefix(one.size());
  }
  return shown;
}

Parsed parse_value(const Question& question, const std::vector<std::string>& given, Date today) {
  if (!std::ranges::all_of(given, is_utf8)) return problem("not-text");
  const bool blank = std::ranges::all_of(given, [](std::string_view text) { return trimmed(text).empty(); });
  if (blank) return problem("no-answer");
  if (question.kind == QuestionKind::multiple) return parse_choices(question, given);
  if (given.size() > 1) return problem("one-answer");
  switch (question.kind) {
    case QuestionKind::single: return parse_choice(question, given.front());
    case QuestionKind::date: return parse_day(question, given.front(), today);
    case QuestionKind::text: return parse_text(given.front());
    case QuestionKind::multiple: break;
  }
  fail_check("a QuestionKind outside its enum", __FILE__, __LINE__);
}

std::vector<std::string> to_texts(const Value& value) {
  if (const auto* choice = std::get_if<Choice>(&value)) return {choice->text()};
  if (const auto* date = std::get_if<Date>(&value)) return {to_iso(*date)};
  if (const auto* text = std::get_if<std::string>(&value)) return {*text};
  std::vector<std::string> texts;
  for (const AnswerId& choice : std::get<Choices>(value)) texts.push_back(choice.text());
  return texts;
}

std::vector<const Answer*> chosen_answers(const Question& question, const Value& value) {
  std::vector<const Answer*> chosen;
  for (const Answer& answer : question.answers) {
    const auto* choice = std::get_if<Choice>(&value);
    const auto* choices = std::get_if<Choices>(&value);
    if ((choice != nullptr && *choice == answer.id) || (choices != nullptr && choices->contains(answer.id)))
      chosen.push_back(&answer);
  }
  return chosen;
}

std::vector<const Answer*> left_answers(const Question& question, const Value& value) {
  const auto* choices = std::get_if<Choices>(&value);
  if (choices == nullptr) return {};
  std::vector<const Answer*> left;
  for (const Answer& answer : question.answers) {
    const bool chosen = choices->contains(answer.id);
    if (chosen && answer.alone) return {};
    if (!chosen && !answer.alone) left.push_back(&answer);
  }
  return left;
}

bool is_asked(const Questionnaire& questionnaire, const Question& question, const Answers& answers) {
  return std::ranges::all_of(question.shown_if,
                             [&](const Condition& condition) { return holds(questionnaire, condition, answers); });
}

AnsweredCount count_answered(const Questionnaire& questionnaire, const Theme& theme, const Answers& answers) {
  AnsweredCount count;
  for (const Question& question : theme.questions) {
    if (question.kind == QuestionKind::text || !is_asked(questionnaire, question, answers)) continue;
    ++count.asked;
    if (answers.contains(question.id)) ++count.answered;
  }
  return count;
}

AnsweredCount count_answered(const Questionnaire& questionnaire, const Answers& answers) {
  AnsweredCount count;
  for (const Theme& theme : questionnaire.themes()) {
    const AnsweredCount of_theme = count_answered(questionnaire, theme, answers);
    count.answered += of_theme.answered;
    count.asked += of_theme.asked;
  }
  return count;
}

}  // namespace garde::diagnostic
