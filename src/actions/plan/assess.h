// Answers that are in a file, not kept: what `garde assess` does.
#pragma once

#include "actions/practice/library.h"
#include "diagnostic/assessment.h"
#include "plan/plan.h"

namespace garde::actions {

struct AssessedPlan {
  diagnostic::Assessment assessment;
  plan::Plan plan;       // its measures belong to the library
  std::string practice;  // the answer to "practice-name", or empty
};

// The library must outlive the result.
AssessedPlan assess(const Library& library, const diagnostic::Answers& answers, const plan::PlanNotes& notes,
                    std::span<const evidence::Evidence> further_evidence, Instant now);

}  // namespace garde::actions
