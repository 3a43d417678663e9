#include "diagnostic/potential.h"

#include <ranges>

namespace garde::diagnostic {

HarmLevels worst_of(const Question& question) {
  HarmLevels worst = question.when_stale.harms;
  for (const Answer& answer : question.answers) {
    worst.raise(answer.when_chosen.harms);
    worst.raise(answer.when_left.harms);
  }
  return worst;
}

std::map<QuestionId, HarmLevels> potentials(const Questionnaire& questionnaire) {
  std::map<QuestionId, HarmLevels> worst;
  const std::vector<const Question*> questions = questionnaire.questions();
  // Conditions look back only: from the last to the first, what a question shows is known before it.
  for (const Question* question : questions | std::views::reverse) {
    HarmLevels& own = worst[question->id];
    own.raise(worst_of(*question));
    for (const Condition& condition : question->shown_if) worst[condition.question].raise(own);
  }
  return worst;
}

}  // namespace garde::diagnostic
