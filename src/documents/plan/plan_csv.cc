#include "documents/plan/plan_csv.h"

#include <fmt/format.h>

#include "documents/csv.h"

namespace garde::documents {
namespace {

std::string who_text(const PlanReport& report, const plan::Measure& measure) {
  std::vector<std::string> names;
  for (const plan::Who who : measure.who)
    names.push_back(report.texts.sentence(fmt::format("who.{}", plan::name(who))));
  return text::list(names);
}

}  // namespace

std::string plan_csv(const PlanReport& report) {
  std::string csv(kCsvStart);
  std::vector<std::string> heads;
  for (const std::string_view column :
       {"rank", "phase", "action", "state", "step", "proof", "valid-until", "who", "minutes", "owner", "due", "note"})
    heads.push_back(report.texts.sentence(fmt::format("csv.{}", column)));
  csv += csv_line(heads);
  for (const plan::Action& action : report.plan.actions) {
    const plan::Measure& measure = *action.measure;
    for (const plan::StepProgress& step : action.steps) {
      const std::string until =
          step.done() ? text::short_day(report.zone.day_of(step.standing.by->valid_until)) : std::string();
      csv += csv_line({std::to_string(action.rank),
                       report.texts.sentence(fmt::format("phase.{}.title", plan::name(measure.phase))),
                       action_title(action), report.texts.sentence(fmt::format("state.{}", plan::name(action.state))),
                       measure.find(step.step)->text, proof_words(report, step), until, who_text(report, measure),
                       std::to_string(measure.effort.count()), action.notes.owner,
                       action.notes.due ? text::short_day(*action.notes.due) : "", action.notes.note});
    }
  }
  return csv;
}

}  // namespace garde::documents
