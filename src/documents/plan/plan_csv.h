// The plan for a spreadsheet: one line per step. Opens right in a French one: UTF-8 with its mark, semicolons,
// CRLF, days as 23/11/2026. A cell never starts with a sign that a spreadsheet would compute.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

std::string plan_csv(const PlanReport& report);

}  // namespace garde::documents
