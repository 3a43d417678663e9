#include "documents/plan/plan_ics.h"

#include <fmt/format.h>

#include "documents/calendar.h"

namespace garde::documents {

std::string plan_ics(const PlanReport& report) {
  Calendar calendar{"Plan", report.texts.sentence("report.title"), report.now, {}};
  for (const plan::Action& action : report.plan.actions) {
    const plan::Measure& measure = *action.measure;
    if (action.notes.due && action.state != plan::ActionState::kept) {
      std::string summary = report.texts.sentence({"ics.due", {{"action", measure.title}}});
      std::string description = report.texts.sentence({"report.first", {{"first", measure.first}}});
      if (!action.notes.owner.empty())
        description += "\n" + report.texts.sentence({"plan.owner-line", {{"owner", action.notes.owner}}});
      calendar.events.push_back({fmt::format("{}-due@garde", measure.id.text()), *action.notes.due, std::move(summary),
                                 std::move(description)});
    }
    if (action.state == plan::ActionState::kept && action.next_check)
      calendar.events.push_back(
          {fmt::format("{}-check@garde", measure.id.text()), report.zone.day_of(*action.next_check),
           report.texts.sentence({"ics.check", {{"action", measure.kept_title}}}), measure.proof});
  }
  // A calendar holds something, or no program takes it (RFC 5545, 3.6): without a day anywhere, what to begin with.
  if (calendar.events.empty()) {
    const plan::Measure* const first = report.plan.actions.empty() ? nullptr : report.plan.actions.front().measure;
    const std::string title = first == nullptr ? report.texts.sentence("report.title") : first->title;
    calendar.events.push_back(
        {"plan-begin@garde", report.zone.day_of(report.now), report.texts.sentence({"ics.begin", {{"action", title}}}),
         first == nullptr ? "" : report.texts.sentence({"report.first", {{"first", first->first}}})});
  }
  return calendar_ics(calendar);
}

}  // namespace garde::documents
