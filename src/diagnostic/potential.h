// The worst that can still come of a question.
#pragma once

#include "diagnostic/questionnaire.h"

namespace garde::diagnostic {

// The worst that any answer to this question implies, harm by harm.
HarmLevels worst_of(const Question& question);

// For each question the worst that it, or a question shown because of its answer, can imply. A question
// shown under several conditions counts for each of them.
std::map<QuestionId, HarmLevels> potentials(const Questionnaire& questionnaire);

}  // namespace garde::diagnostic
