// All that speaks for or against the practice's claims beside its answers. A new source adds one line to the source
// file.
#pragma once

#include <vector>

#include "actions/practice/practice.h"
#include "evidence/evidence.h"

namespace garde::actions {

// What somebody declared step by step, what was attested, what was measured; in no order, expired evidence included.
Result<std::vector<evidence::Evidence>> gathered_evidence(Practice& practice);

}  // namespace garde::actions
