// The plan as plain text, for a terminal.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

std::string plan_text(const PlanReport& report);

}  // namespace garde::documents
