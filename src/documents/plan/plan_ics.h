// The plan for a calendar (RFC 5545): a whole-day event on each due day, and on the day each kept action is to be
// checked again. An event keeps its UID from one export to the next, so that importing again moves it.
#pragma once

#include <string>

#include "documents/plan/plan_report.h"

namespace garde::documents {

std::string plan_ics(const PlanReport& report);

}  // namespace garde::documents
