#include "actions/plan/assess.h"

#include "actions/practice/practice_name.h"

namespace garde::actions {

AssessedPlan assess(const Library& library, const diagnostic::Answers& answers, const plan::PlanNotes& notes,
                    std::span<const evidence::Evidence> further_evidence, Instant now) {
  AssessedPlan result;
  result.assessment = diagnostic::assess(library.questionnaire, library.claims, answers, further_evidence, now);
  std::vector<evidence::Evidence> evidence = result.assessment.declared;
  evidence.insert(evidence.end(), further_evidence.begin(), further_evidence.end());
  const auto proposal = plan::propose(result.assessment, library.measures);
  result.plan = plan::make_plan(proposal, library.measures, notes, evidence, now);
  result.practice = practice_name(answers);
  return result;
}

}  // namespace garde::actions
