// Why a harm or an action stands as it does, in sentences. What is the same of several data sets is said once, with all
// of their names.
#pragma once

#include "documents/plan/plan_report.h"

namespace garde::documents {

// "Vous aviez répondu « Oui » à …. Garde a constaté le contraire le …", in the order of the causes, at most `limit`.
std::vector<std::string> because_sentences(const PlanReport& report, const std::vector<diagnostic::Cause>& causes,
                                           std::size_t limit);
// Answers that weigh no more, or less, and what showed it.
std::vector<std::string> mended_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm);
// Old findings that are to be looked at again, and what is not known; at most `limit`, and then how many more.
std::vector<std::string> open_sentences(const PlanReport& report, const diagnostic::HarmAssessment& harm,
                                        std::size_t limit);
// Of all three harms: each open alarm, each failure, what contradicts an answer before the others of its level, and
// each mended answer; at most `limit`, and then how many more.
std::vector<std::string> finding_sentences(const PlanReport& report, std::size_t limit);

}  // namespace garde::documents
