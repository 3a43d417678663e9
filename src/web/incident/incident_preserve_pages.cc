#include "web/incident/incident_preserve_pages.h"

#include <array>

#include <fmt/format.h>

#include "actions/incident/incident_jobs.h"
#include "web/incident/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using incident::ServiceState;
constexpr std::array kStates = {ServiceState::unknown, ServiceState::works,     ServiceState::down,
                                ServiceState::paper,   ServiceState::restoring, ServiceState::back};

GateCard gate_card(const Visitor& visitor, const incident::IncidentId& id, const incident::GateView& view, Typed typed,
                   std::string_view typed_gate) {
  const std::string& gate = view.gate->id.text();
  GateCard card{.id = gate,
                .title = view.gate->title,
                .why = view.gate->why,
                .state = std::string(incident::name(view.state)),
                .state_word = say(visitor, fmt::format("incident-gate.{}", incident::name(view.state))),
                .missing = {},
                .overridden = view.overridden == nullptr ? std::string() : view.overridden->text,
                .closed = view.state == incident::GateState::closed,
                .address = incident_url(id, fmt::format("/gates/{}", gate)),
                .typed = {},
                .typed_reason = {}};
  if (typed_gate == gate) {
    card.typed = typed_or(typed, "phrase", "");
    card.typed_reason = typed_or(typed, "reason", "");
  }
  for (const incident::GatePrecondition& each : view.preconditions)
    if (each.recorded == nullptr && card.closed)
      card.missing.push_back({each.precondition->id.text(), each.precondition->title});
  return card;
}

PreconditionView precondition_view(const Visitor& visitor, const incident::Incident& incident,
                                   const incident::Precondition& precondition, Typed typed,
                                   std::string_view typed_precondition) {
  const std::string& id = precondition.id.text();
  PreconditionView view{.id = id,
                        .title = precondition.title,
                        .asks = precondition.asks,
                        .recorded = {},
                        .when = {},
                        .typed = typed_precondition == id ? typed_or(typed, "detail", "") : std::string(),
                        .address = incident_url(incident.id, fmt::format("/preconditions/{}", id))};
  if (const auto found = incident.preconditions.find(precondition.id); found != incident.preconditions.end()) {
    view.recorded = found->second.text;
    view.when = visitor.practice.zone().day_and_time_of(found->second.at);
  }
  return view;
}

Result<http::Response> render_preserve(Visitor& visitor, const http::Request& request, Typed typed,
                                       const actions::FieldProblems& problems) {
  const auto id = TRY(id_in<incident::IncidentId>(request, "incident"));
  const auto jobs = visitor.incident_jobs.view(id);
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const incident::Rules& rules = visitor.practice.library().incident;
    const incident::Incident& incident = loaded.status->incident;
    const std::string_view gate = request.parameters.get("gate").value_or("");
    const std::string_view precondition = request.parameters.get("precondition").value_or("");
    PreservePage page{make_incident_frame(visitor, loaded, IncidentStep::preserve,
                                          say(visitor, "incident-page.preserve.title"), request, problems),
                      {},
                      {},
                      traces_of(visitor, jobs, incident),
                      say(visitor, {"incident-page.preserve.phrase", {{"phrase", rules.override_phrase}}}),
                      incident_url(incident.id, "/prioritise")};
    for (const incident::GateView& view : loaded.status->gates)
      page.gates.push_back(gate_card(visitor, incident.id, view, typed, gate));
    for (const incident::Precondition& each : rules.preconditions)
      page.preconditions.push_back(precondition_view(visitor, incident, each, typed, precondition));
    return page_response(visitor, render_incident_preserve, page);
  });
}

BoardServiceView service_view(const Visitor& visitor, const incident::Incident& incident,
                              const incident::BoardRow& row) {
  const incident::Service& service = *row.service;
  const ServiceState now = incident::state_of(incident, service.id);
  BoardServiceView view{
      .id = service.id.text(),
      .rank = std::to_string(row.rank),
      .title = service.title,
      .state = std::string(incident::name(now)),
      .state_label = say(visitor, {"incident-page.prioritise.state-of", {{"service", service.title}}}),
      .states = {},
      .hold = hold_words(visitor, row),
      .recovery = recovery_words(visitor, row),
      .who = row.who,
      .procedure = row.procedure,
      .back = say(visitor, {"incident-kit.back-when", {{"back", service.back}}}),
      .reentry = service.reentry,
      .reentered = incident::is_reentered(incident, service.id)};
  for (const ServiceState state : kStates)
    view.states.push_back({std::string(incident::name(state)),
                           say(visitor, fmt::format("incident-document.service.{}", incident::name(state))),
                           state == now});
  return view;
}

Result<http::Response> render_prioritise(Visitor& visitor, const http::Request& request, Typed,
                                         const actions::FieldProblems& problems) {
  const auto board = TRY(actions::recovery_board(visitor.practice));
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const incident::Incident& incident = loaded.status->incident;
    PrioritisePage page{make_incident_frame(visitor, loaded, IncidentStep::prioritise,
                                            say(visitor, "incident-page.prioritise.title"), request, problems),
                        {},
                        incident_url(incident.id, "/services"),
                        incident_url(incident.id, "/report")};
    for (const incident::BoardRow& row : board) page.rows.push_back(service_view(visitor, incident, row));
    return page_response(visitor, render_incident_prioritise, page);
  });
}

}  // namespace

std::string hold_words(const Visitor& visitor, const incident::BoardRow& row) {
  std::string words = say(visitor, {"incident-page.prioritise.hold",
                                    {{"length", documents::tolerable_words(row.needed, texts_of(visitor))}}});
  if (row.because != nullptr) words += ", " + say(visitor, {"incident-kit.because", {{"service", row.because->title}}});
  return words;
}

std::string recovery_words(const Visitor& visitor, const incident::BoardRow& row) {
  if (!row.measured) return say(visitor, "incident-page.prioritise.never-tested");
  return say(visitor, {"incident-page.prioritise.measured",
                       {{"length", documents::tolerable_words(row.measured->length, texts_of(visitor))},
                        {"day", text::short_day(row.measured->measured)}}});
}

Result<http::Response> show_preserve(Visitor& visitor, const http::Request& request) {
  return render_preserve(visitor, request, nullptr, {});
}

Result<http::Response> save_precondition(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    const auto precondition = TRY(incident::PreconditionId::parse(request.parameter("precondition")));
    return actions::meet_precondition(visitor.practice, id, precondition, field_of(form, "detail"));
  };
  return with_form(visitor, request, form, "/preserve?saved=1", act, render_preserve);
}

Result<http::Response> save_override(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    const auto gate = TRY(incident::GateId::parse(request.parameter("gate")));
    return actions::override_gate(visitor.practice, id, gate, field_of(form, "phrase"), field_of(form, "reason"));
  };
  return with_form(visitor, request, form, "/preserve?saved=1", act, render_preserve);
}

Result<http::Response> show_prioritise(Visitor& visitor, const http::Request& request) {
  return render_prioritise(visitor, request, nullptr, {});
}

Result<http::Response> save_services(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    std::map<incident::FieldId, std::string> values;
    for (const incident::Service& service : visitor.practice.library().recovery_services.services) {
      const auto state = incident::parse_service_state(field_of(form, "state-" + service.id.text()));
      if (!state) continue;  // not on the page: the practice has no such thing
      values[incident::service_field(service.id)] =
          *state == ServiceState::unknown ? "" : std::string(incident::name(*state));
      values[incident::reentry_field(service.id)] = field_of(form, "reentry-" + service.id.text());
    }
    return actions::set_fields(visitor.practice, id, values);
  };
  return with_form(visitor, request, form, "/prioritise?saved=1", act, render_prioritise);
}

}  // namespace garde::web
