#include "documents/plan/assessment_json.h"

#include <boost/json.hpp>

namespace garde::documents {
namespace {

namespace json = boost::json;

json::array because_json(const std::vector<diagnostic::Cause>& causes) {
  json::array questions;
  for (const diagnostic::Cause& cause : causes)
    if (const auto* answer = std::get_if<diagnostic::AnswerCause>(&cause.what))
      questions.emplace_back(answer->question.text());
  return questions;
}

json::object evidence_json(const evidence::Evidence& item, const text::Zone& zone) {
  return {{"claim", evidence::to_text(item.claim)},
          {"proof", evidence::name(item.level)},
          {"since", to_iso(zone.day_of(item.established_at))}};
}

json::array failures_json(const std::vector<diagnostic::Cause>& causes, const text::Zone& zone) {
  json::array failures;
  for (const diagnostic::Cause& cause : causes) {
    const auto* failure = std::get_if<diagnostic::FailureCause>(&cause.what);
    if (failure == nullptr) continue;
    json::object one = evidence_json(failure->shown, zone);
    one["contradicts"] = failure->contradicted ? json::value(failure->contradicted->question.text()) : nullptr;
    failures.push_back(std::move(one));
  }
  return failures;
}

json::object count_json(const diagnostic::KnownCount& count) {
  return {{"asked", count.asked}, {"known", count.known}, {"proved", count.proved}};
}

json::object harm_json(const diagnostic::HarmAssessment& harm, const text::Zone& zone) {
  json::array mended;
  for (const diagnostic::Mended& one : harm.mended) {
    json::object by = evidence_json(one.by, zone);
    by["question"] = one.question.text();
    mended.push_back(std::move(by));
  }
  json::array open;
  for (const diagnostic::QuestionId& question : harm.open) open.emplace_back(question.text());
  json::array lapsed;
  for (const evidence::Evidence& item : harm.lapsed) lapsed.push_back(evidence_json(item, zone));
  return {{"id", diagnostic::name(harm.harm)},     {"level", diagnostic::name(harm.state)},
          {"proved", harm.is_proved_low()},        {"complete", harm.complete},
          {"because", because_json(harm.because)}, {"failures", failures_json(harm.because, zone)},
          {"mended", std::move(mended)},           {"open", std::move(open)},
          {"lapsed", std::move(lapsed)},           {"count", count_json(harm.count)}};
}

std::string_view proof_of(const plan::StepProgress& step) {
  return step.done() ? evidence::name(step.standing.by->level) : std::string_view("none");
}

json::value judged_json(const plan::StepProgress& step) {
  if (!step.done() || !step.standing.by->judged) return nullptr;
  return {{"units", step.standing.by->judged->units}, {"of", step.standing.by->judged->of}};
}

json::value action_json(const plan::Action& action, const text::Zone& zone) {
  json::array steps;
  for (const plan::StepProgress& step : action.steps)
    steps.push_back({{"id", step.step.text()},
                     {"text", action.measure->find(step.step)->text},
                     {"proof", proof_of(step)},
                     {"judged", judged_json(step)}});
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
          {"failures", failures_json(action.proposed.because, zone)},
          {"owner", action.notes.owner},
          {"due", std::move(due)},
          {"note", action.notes.note},
          {"next_check", std::move(next_check)},
          {"steps", std::move(steps)}};
}

}  // namespace

std::string assessment_json(const PlanReport& report) {
  json::array harms;
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms) harms.push_back(harm_json(harm, report.zone));
  json::array alarms;
  for (const OpenAlarm& alarm : report.alarms)
    alarms.push_back({{"backup", alarm.backup}, {"since", to_iso(report.zone.day_of(alarm.opened_at))}});
  json::array actions;
  for (const plan::Action& action : report.plan.actions)
    if (action.state != plan::ActionState::kept || action.measure->essential)
      actions.push_back(action_json(action, report.zone));
  const diagnostic::AnsweredCount& count = report.assessment.answered;
  return json::serialize(json::object{{"harms", std::move(harms)},
                                      {"answered", {{"answered", count.answered}, {"asked", count.asked}}},
                                      {"count", count_json(report.assessment.count)},
                                      {"alarms", std::move(alarms)},
                                      {"plan", std::move(actions)}});
}

}  // namespace garde::documents
