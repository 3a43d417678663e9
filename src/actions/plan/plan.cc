#include "actions/plan/plan.h"

#include "actions/backups/alarms.h"
#include "actions/plan/gathered_evidence.h"
#include "actions/practice/field_check.h"
#include "storage/answer_store.h"
#include "storage/plan_store.h"
#include "storage/statement_store.h"

namespace garde::actions {
namespace {

struct Stored {
  diagnostic::Answers answers;
  plan::PlanNotes notes;
};

Result<Stored> load(Practice& practice) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<Stored> {
    Stored stored;
    stored.answers = TRY(storage::load_answers(connection, practice.id()));
    stored.notes = TRY(storage::load_plan_notes(connection, practice.id()));
    return stored;
  });
}

}  // namespace

documents::PlanReport CurrentPlan::report(const Practice& practice) const {
  const Library& library = practice.library();
  return {assessed.practice, now,           practice.zone(), library.questionnaire, library.claims, assessed.assessment,
          assessed.plan,     library.texts, alarms};
}

Result<CurrentPlan> current_plan(Practice& practice) {
  Stored stored = TRY(load(practice));
  const Library& library = practice.library();
  CurrentPlan current;
  current.now = practice.now();
  current.gathered = TRY(gathered_evidence(practice));
  current.assessed = assess(library, stored.answers, stored.notes, current.gathered, current.now);
  current.answers = std::move(stored.answers);
  for (const backups::Alarm& alarm : TRY(open_alarms(practice)))
    current.alarms.push_back({alarm.opened_at, alarm.destination_name});
  return current;
}

Result<FieldProblems> write_notes(Practice& practice, const plan::MeasureId& measure, const NotesForm& form) {
  if (practice.library().measures.find(measure) == nullptr)
    return Error{ErrorKind::not_found, measure.text(), std::nullopt, "no such measure"};
  FieldProblems problems;
  plan::ActionNotes notes{std::string(trimmed(form.owner)), std::nullopt, std::string(trimmed(form.note)),
                          practice.now()};
  check_text("owner", notes.owner, plan::kMaxOwnerLength, LineBreaks::refused, problems);
  check_text("note", notes.note, plan::kMaxNoteLength, LineBreaks::allowed, problems);
  if (const std::string_view due = trimmed(form.due); !due.empty()) {
    const auto day = parse_date(due);
    if (day) {
      notes.due = *day;
    } else {
      problems.push_back({"due", {"form.problem.not-a-date", {}}});
    }
  }
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_action_notes, measure, notes));
  return problems;
}

Result<void> declare_step(Practice& practice, const plan::MeasureId& measure, const plan::StepId& step, Said said) {
  const plan::Measure* known = practice.library().measures.find(measure);
  const plan::Step* found = known == nullptr ? nullptr : known->find(step);
  if (found == nullptr) return Error{ErrorKind::not_found, step.text(), std::nullopt, "no such step"};
  const Instant now = practice.now();
  return practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    for (const evidence::Claim& claim : found->settled_by)
      TRY(storage::save_declaration(connection, practice.id(), {claim, said == Said::done, now}));
    return {};
  });
}

}  // namespace garde::actions
