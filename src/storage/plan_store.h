// What people wrote about the actions of their plan.
#pragma once

#include "base/result.h"
#include "plan/plan.h"
#include "storage/practice_store.h"

namespace garde::storage {

// All of them, also those about actions that have left the plan.
Result<plan::PlanNotes> load_plan_notes(Connection& connection, const PracticeId& practice);
// Replaces what was written before about the action.
Result<void> save_action_notes(Connection& connection, const PracticeId& practice, const plan::MeasureId& measure,
                               const plan::ActionNotes& notes);

}  // namespace garde::storage
