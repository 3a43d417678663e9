// What the practice calls itself: its answer to the question "practice-name".
#pragma once

#include <string>

#include "actions/practice/practice.h"
#include "diagnostic/answers.h"

namespace garde::actions {

// Empty while the question is not answered.
std::string practice_name(const diagnostic::Answers& answers);
Result<std::string> practice_name(Practice& practice);

}  // namespace garde::actions
