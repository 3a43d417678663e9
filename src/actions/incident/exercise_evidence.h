// What exercises prove: Garde saw the team lead one to its end.
#pragma once

#include <vector>

#include "actions/practice/practice.h"
#include "evidence/evidence.h"

namespace garde::actions {

// From each exercise that was closed. First steps noted: the reflexes are known; a notification made or drafted: the
// deadlines are known; care carried on paper: the paper kit is ready. Exercises whose journal cannot be read prove
// nothing.
Result<std::vector<evidence::Evidence>> exercise_evidence(Practice& practice);

}  // namespace garde::actions
