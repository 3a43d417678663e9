// What surrounds the pages of an incident: its steps, its exercise mark, and nothing that distracts.
#pragma once

#include "actions/incident/incident_file.h"
#include "http/request.h"
#include "web/page/answers.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct IncidentFrame {
  Head head;
  std::string form_token;
  std::string exercise_mark;  // empty in a real incident
  std::vector<SectionLink> steps;
  std::string flash;
  ProblemList problems;
  std::vector<std::string> warnings;  // the journal was changed, the clock was set
};

enum class IncidentStep : std::uint8_t { first_steps, preserve, prioritise, report, journal, close };

// What a form sent, or nothing: what was typed is shown again when it could not be taken.
using Typed = const http::Fields*;
std::string typed_or(Typed typed, std::string_view name, std::string known);

// "/incidents/2026-11-26-1/preserve"
std::string incident_path(const incident::IncidentId& id, std::string_view rest = "");
Url incident_url(const incident::IncidentId& id, std::string_view rest = "");

IncidentFrame make_incident_frame(const Visitor& visitor, const actions::LoadedIncident& loaded, IncidentStep step,
                                  std::string title, const http::Request& request,
                                  const actions::FieldProblems& problems = {});

// Loads the incident of the request's address and calls show(loaded).
template <class Show>
Result<http::Response> with_incident(Visitor& visitor, const http::Request& request, Show show) {
  const auto id = TRY(id_in<incident::IncidentId>(request, "incident"));
  const auto loaded = TRY(actions::load_incident(visitor.practice, id));
  return show(*loaded);
}

// Calls act(id), and goes on to `next` or shows the page again with what was typed and its problems.
template <class Act, class Show>
Result<http::Response> with_form(Visitor& visitor, const http::Request& request, const http::Form& form,
                                 std::string_view next, Act act, Show show) {
  const auto id = TRY(id_in<incident::IncidentId>(request, "incident"));
  const actions::FieldProblems problems = TRY(act(id));
  if (problems.empty()) return http::Response::see_other(incident_path(id, next));
  http::Response response = TRY(show(visitor, request, &form.fields, problems));
  response.status = http::Status::unprocessable_content;
  return response;
}

// A time field, "2026-11-26T10:30" in the practice's zone. A problem of the field when it holds something that is no
// time; nothing when it is empty.
std::optional<Instant> read_time(const Visitor& visitor, const http::Form& form, std::string_view name,
                                 actions::FieldProblems& problems);

std::optional<Url> link_of(const std::string& address);  // nothing when it is empty
std::vector<Link> source_links(const std::vector<incident::Source>& sources);

}  // namespace garde::web
