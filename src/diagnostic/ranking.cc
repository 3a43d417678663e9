#include "diagnostic/ranking.h"

#include <algorithm>

namespace garde::diagnostic {
namespace {

std::vector<const Answer*> answers_where(const Question& question, bool alone, bool unknown) {
  std::vector<const Answer*> found;
  for (const Answer& answer : question.answers)
    if (answer.alone == alone && answer.unknown == unknown) found.push_back(&answer);
  return found;
}

const Answer* unknown_answer(const Question& question) {
  const auto found = std::ranges::find_if(question.answers, &Answer::unknown);
  return found == question.answers.end() ? nullptr : &*found;
}

// A value of one answer, in the form its question wants.
Value value_of(const Question& question, const Answer& answer) {
  if (question.kind == QuestionKind::multiple) return Choices{answer.id};
  return answer.id;
}

Choices all_of(const std::vector<const Answer*>& answers) {
  Choices choices;
  for (const Answer* answer : answers) choices.insert(answer->id);
  return choices;
}

// Every non-empty set of answers that can be chosen together.
std::vector<Choices> sets_of(const Question& question) {
  std::vector<Choices> sets{{}};
  for (const Answer* answer : answers_where(question, false, false)) {
    const std::size_t without = sets.size();
    for (std::size_t i = 0; i < without; ++i) {
      sets.push_back(sets[i]);
      sets.back().insert(answer->id);
    }
  }
  sets.erase(sets.begin());
  return sets;
}

std::vector<Improvement> improvements_of_multiple(const Question& question) {
  const bool more_is_better = is_better_chosen(question);
  const std::vector<const Answer*> alone = answers_where(question, true, false);
  std::vector<Improvement> found;
  for (const Choices& larger : sets_of(question)) {
    for (const AnswerId& one : larger) {
      Choices smaller = larger;
      smaller.erase(one);
      if (smaller.empty()) continue;
      found.push_back(more_is_better ? Improvement{smaller, larger} : Improvement{larger, smaller});
    }
    if (larger.size() != 1 || alone.empty()) continue;
    if (!more_is_better) found.push_back({larger, Choices{alone.front()->id}});
    if (more_is_better)
      for (const Answer* none : alone) found.push_back({Choices{none->id}, larger});
  }
  return found;
}

}  // namespace

bool is_better_chosen(const Question& question) {
  return std::ranges::any_of(question.answers, [](const Answer& answer) { return answer.when_left != Implication{}; });
}

std::vector<Value> possible_values(const Question& question) {
  std::vector<Value> values;
  if (question.kind == QuestionKind::multiple)
    for (Choices& set : sets_of(question)) values.emplace_back(std::move(set));
  for (const Answer& answer : question.answers)
    if (question.kind != QuestionKind::multiple || answer.alone) values.push_back(value_of(question, answer));
  return values;
}

std::optional<Value> best_value(const Question& question, Date today) {
  if (question.neutral) return std::nullopt;
  switch (question.kind) {
    case QuestionKind::text: return std::nullopt;
    case QuestionKind::date: return today;
    case QuestionKind::single: {
      const auto known = answers_where(question, false, false);
      return known.empty() ? std::nullopt : std::optional<Value>(known.front()->id);
    }
    case QuestionKind::multiple: {
      if (is_better_chosen(question)) return all_of(answers_where(question, false, false));
      const auto none = answers_where(question, true, false);
      return none.empty() ? std::nullopt : std::optional<Value>(Choices{none.front()->id});
    }
  }
  fail_check("a QuestionKind outside its enum", __FILE__, __LINE__);
}

std::vector<Improvement> improvements(const Question& question, Date today) {
  const auto best = best_value(question, today);
  if (!best) return {};
  std::vector<Improvement> found;
  if (question.kind == QuestionKind::multiple) found = improvements_of_multiple(question);
  if (question.kind == QuestionKind::single) {
    const auto known = answers_where(question, false, false);
    for (std::size_t i = 1; i < known.size(); ++i) found.push_back({known[i]->id, known[i - 1]->id});
  }
  if (const Answer* unknown = unknown_answer(question)) found.push_back({value_of(question, *unknown), *best});
  return found;
}

HarmLevels harms_of(const Question& question, const Value& value) {
  HarmLevels harms;
  for (const Answer* answer : chosen_answers(question, value)) harms.raise(answer->when_chosen.harms);
  for (const Answer* answer : left_answers(question, value)) harms.raise(answer->when_left.harms);
  return harms;
}

}  // namespace garde::diagnostic
