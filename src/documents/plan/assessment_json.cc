#include "documents/plan/assessment_json.h"

#include <boost/json.hpp>

namespace garde::documents {
namespace {

namespace json = boost::json;

json::array because_json(const std::vector<diagnostic::Cause>& causes) {
  json::array questions;
  for (const diagnostic::Cause& cause : causes) questions.emplace_back(cause.question.text());
  return questions;
}

std::string_view proof_of(const plan::StepProgress& step) {
  return step.done() ? evidence::name(step.standing.by->level) : std::string_view("none");
}

json::value action_json(const plan::Action& action, const text::Zone& zone) {
  json::array steps;
  for (const plan::StepProgress& step : action.steps)
    steps.push_back(
        {{"id", step.step.text()}, {"text", action.measure->find(step.step)->text}, {"proof", proof_of(step)}});
  json::array who;
  for (const plan::Who person : action.measure->who) who.emplace_back(plan::name(person));
  json::value due = nullptr;
  if (action.notes.due) due = json::string(to_iso(*action.notes.due));
  json::value next_check = nullptr;
  if (action.next_check) next_check = json::string(to_iso(zone.day_of(*action.next_check)));
  return {{"rank", action.rank},
          {"phase", plan::name(action.measure->phase)},
          {"id", action.measure->id.text()},
          {"title", action_title(action)},
          {"state", plan::name(action.state)},
          {"level", diagnostic::name(action.proposed.level)},
          {"why", action.measure->why},
          {"first", action.measure->first},
          {"who", std::move(who)},
          {"minutes", action.measure->effort.count()},
          {"because", because_json(action.proposed.because)},
          {"owner", action.notes.owner},
          {"due", std::move(due)},
          {"note", action.notes.note},
          {"next_check", std::move(next_check)},
          {"steps", std::move(steps)}};
}

}  // namespace

std::string assessment_json(const PlanReport& report) {
  json::array harms;
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms)
    harms.push_back({{"id", diagnostic::name(harm.harm)},
                     {"level", diagnostic::name(harm.level)},
                     {"complete", harm.complete},
                     {"because", because_json(harm.because)}});
  json::array actions;
  for (const plan::Action& action : report.plan.actions)
    if (action.state != plan::ActionState::kept || action.measure->essential)
      actions.push_back(action_json(action, report.zone));
  const diagnostic::AnsweredCount& count = report.assessment.answered;
  return json::serialize(json::object{{"harms", std::move(harms)},
                                      {"answered", {{"answered", count.answered}, {"asked", count.asked}}},
                                      {"plan", std::move(actions)}});
}

}  // namespace garde::documents
