// The assessment and the plan for other programs.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

// {"harms":[{"id","level":"low|not-established|moderate|high|critical","proved","complete","because":[question ids],
//            "failures":[{"claim","proof","since","contradicts":question id or null}],
//            "mended":[{"question","claim","proof","since"}],"open":[question ids],
//            "lapsed":[{"claim","proof","since"}],"count":{"asked","known","proved"}}],
//  "answered":{"answered","asked"},"count":{"asked","known","proved"},
//  "plan":[{"rank","phase","id","title","state":"to-do|to-recheck|kept","level","why","first","who":[...],"minutes",
//           "because":[question ids],"failures":[as above],"owner","due","note","next_check",
//           "steps":[{"id","text","proof":"none|declared|attested|measured",
//                     "judged":{"units","of"} or null}]}]}
// Holds the actions to do and the three essentials; what is merely kept up is left out unless it is essential.
// One line, the same bytes each time.
std::string assessment_json(const PlanReport& report);

}  // namespace garde::documents
