#include "web/incident/incident_frame.h"

#include <array>

#include <fmt/format.h>

namespace garde::web {
namespace {

struct StepText {
  IncidentStep step;
  std::string_view rest;
  std::string_view key;
};
constexpr std::array kSteps = {
    StepText{IncidentStep::first_steps, "", "incident-page.step.first-steps"},
    StepText{IncidentStep::preserve, "/preserve", "incident-page.step.preserve"},
    StepText{IncidentStep::prioritise, "/prioritise", "incident-page.step.prioritise"},
    StepText{IncidentStep::report, "/report", "incident-page.step.report"},
    StepText{IncidentStep::journal, "/journal", "incident-page.step.journal"},
    StepText{IncidentStep::close, "/close", "incident-page.step.close"},
};

}  // namespace

std::string typed_or(Typed typed, std::string_view name, std::string known) {
  if (typed == nullptr) return known;
  return std::string(typed->get(name).value_or(""));
}

std::string incident_path(const incident::IncidentId& id, std::string_view rest) {
  return fmt::format("/incidents/{}{}", id.text(), rest);
}
Url incident_url(const incident::IncidentId& id, std::string_view rest) {
  return Url::parse(incident_path(id, rest)).take();  // ids, numbers and words of ours
}

IncidentFrame make_incident_frame(const Visitor& visitor, const actions::LoadedIncident& loaded, IncidentStep step,
                                  std::string title, const http::Request& request,
                                  const actions::FieldProblems& problems) {
  const incident::Incident& incident = loaded.status->incident;
  IncidentFrame frame{make_head(std::move(title)), visitor.session.form_token, "", {}, "", {}, {}};
  if (incident.exercise == incident::Exercise::yes)
    frame.exercise_mark = say(visitor, "incident-document.exercise-mark");
  if (step != IncidentStep::first_steps)
    for (const StepText& each : kSteps)
      frame.steps.push_back({incident_url(incident.id, each.rest), say(visitor, each.key), each.step == step});
  frame.flash = saved_flash(visitor, request, "incident-page.noted");
  frame.problems = problem_list(visitor, problems);
  for (const auto& [id, backup] : incident.backups)
    if (backup.is_lost) frame.warnings.push_back(backup.lost_words);
  if (!loaded.status->journal.is_sound()) frame.warnings.push_back(say(visitor, "incident-page.warning.journal"));
  if (!incident.clock_steps.empty()) frame.warnings.push_back(say(visitor, "incident-page.warning.clock"));
  return frame;
}

std::optional<Instant> read_time(const Visitor& visitor, const http::Form& form, std::string_view name,
                                 actions::FieldProblems& problems) {
  const std::string text = field_of(form, name);
  if (text.empty()) return std::nullopt;
  const auto local = parse_instant(fmt::format("{}Z", text));
  if (local) return visitor.practice.zone().from_local(*local);
  problems.push_back({std::string(name), {"incident-page.problem.time", {}}});
  return std::nullopt;
}

std::optional<Url> link_of(const std::string& address) {
  const auto url = Url::parse(address);
  return url && !address.empty() ? std::optional(*url) : std::nullopt;
}

std::vector<Link> source_links(const std::vector<incident::Source>& sources) {
  std::vector<Link> links;
  for (const incident::Source& source : sources)
    if (const auto address = Url::parse(source.url)) links.push_back({*address, source.title});
  return links;
}

}  // namespace garde::web
