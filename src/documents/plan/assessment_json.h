// The assessment and the plan for other programs.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

// {"harms":[{"id","level","complete","because":[question ids]}],
//  "answered":{"answered","asked"},
//  "plan":[{"rank","phase","id","title","state":"to-do|to-recheck|kept","level","why","first","who":[...],"minutes",
//           "because":[question ids],"owner","due","note","next_check",
//           "steps":[{"id","text","proof":"none|declared|attested|measured"}]}]}
// Holds the actions to do and the three essentials; what is merely kept up is left out unless it is essential.
// One line, the same bytes each time.
std::string assessment_json(const PlanReport& report);

}  // namespace garde::documents
