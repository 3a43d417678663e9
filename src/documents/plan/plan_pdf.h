// The plan as a document worth pinning up: A4, tagged, the same bytes for the same plan and day.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

Result<std::string> plan_pdf(const PlanReport& report);

}  // namespace garde::documents
