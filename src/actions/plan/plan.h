// The practice's plan as it stands now, and what people write on it.
#pragma once

#include "actions/plan/assess.h"
#include "actions/practice/practice.h"
#include "documents/plan/plan_report.h"

namespace garde::actions {

struct CurrentPlan {
  diagnostic::Answers answers;
  AssessedPlan assessed;
  std::vector<evidence::Evidence> gathered;  // beside what the answers declare
  std::vector<documents::OpenAlarm> alarms;  // the newest first
  Instant now;

  // For documents; borrows from this and from the practice.
  documents::PlanReport report(const Practice& practice) const;
};
Result<CurrentPlan> current_plan(Practice& practice);

// Owner, due day and note of an action, as typed. Empty fields clear what was there. not_found for a measure that
// does not exist.
struct NotesForm {
  std::string owner;
  std::string due;  // "2026-12-01" or empty
  std::string note;
};
Result<FieldProblems> write_notes(Practice& practice, const plan::MeasureId& measure, const NotesForm& form);

// "C'est fait" for one step, or taking it back: declares the step's claims. not_found for a step that does not exist.
enum class Said : std::uint8_t { done, not_done };
Result<void> declare_step(Practice& practice, const plan::MeasureId& measure, const plan::StepId& step, Said said);

}  // namespace garde::actions
