#include "plan/harm_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "diagnostic/potential.h"
#include "diagnostic/ranking.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::Condition;
using diagnostic::Harm;
using diagnostic::HarmLevels;
using diagnostic::Improvement;
using diagnostic::Question;
using diagnostic::Value;

// Any day does: a best date is fresh on the day it is given.
constexpr Date kSomeDay{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}};

// The first harm for which `levels` stay below `bound`.
std::optional<Harm> first_below(const HarmLevels& levels, const HarmLevels& bound) {
  for (const Harm harm : diagnostic::kHarms)
    if (levels[harm] < bound[harm]) return harm;
  return std::nullopt;
}

std::string in_words(const Value& value) { return fmt::format("{}", fmt::join(diagnostic::to_texts(value), "+")); }

bool meets(const Question& question, const Value& value, const Condition& condition) {
  return std::ranges::any_of(diagnostic::chosen_answers(question, value), [&](const Answer* answer) {
    return std::ranges::find(condition.any_of, answer->id) != condition.any_of.end();
  });
}

}  // namespace

void unknown_answers_stand_last(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    const auto& answers = question->answers;
    const bool last = std::ranges::none_of(answers, &Answer::unknown) || answers.back().unknown;
    if (!last)
      problems.push_back(
          {question->file, question->line, question->id.text() + ": the unknown answer is not the last"});
  }
}

void worse_answers_harm_no_less(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    for (const Improvement& step : diagnostic::improvements(*question, kSomeDay)) {
      const auto harm =
          first_below(diagnostic::harms_of(*question, step.from), diagnostic::harms_of(*question, step.to));
      if (harm)
        problems.push_back({question->file, question->line,
                            fmt::format("{}: {} is better than {} and implies more {}", question->id.text(),
                                        in_words(step.to), in_words(step.from), name(*harm))});
    }
  }
}

void hiding_a_question_harms_no_less(const Content& content, Problems& problems) {
  const auto potential = diagnostic::potentials(content.questionnaire);
  for (const Question* question : content.questionnaire.questions()) {
    for (const Condition& condition : question->shown_if) {
      const Question* parent = content.questionnaire.find(condition.question);
      if (parent == nullptr) continue;
      for (const Improvement& step : diagnostic::improvements(*parent, kSomeDay)) {
        if (meets(*parent, step.from, condition) || !meets(*parent, step.to, condition)) continue;
        const auto harm = first_below(diagnostic::harms_of(*parent, step.from), potential.at(question->id));
        if (harm)
          problems.push_back({parent->file, parent->line,
                              fmt::format("{}: {} hides {} and implies less {} than it may", parent->id.text(),
                                          in_words(step.from), question->id.text(), name(*harm))});
      }
    }
  }
}

}  // namespace garde::plan
