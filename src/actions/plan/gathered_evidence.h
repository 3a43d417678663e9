// All that speaks for or against the practice's claims beside its answers. A new source adds one line to the source
// file.
#pragma once

#include <vector>

#include "actions/practice/practice.h"
#include "evidence/evidence.h"

namespace garde::actions {

// What somebody declared step by step, what was attested, what was measured; in no order, expired evidence included.
Result<std::vector<evidence::Evidence>> gathered_evidence(Practice& practice);

// What was gathered by each of `days`. Of the contacts and of the accesses no past is kept: they count from when what
// they show today is true.
Result<std::vector<std::vector<evidence::Evidence>>> evidence_on(Practice& practice, std::span<const Instant> days);

}  // namespace garde::actions
