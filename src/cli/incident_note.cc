// The commands that write in the journal of the open incident.
#include "cli/commands.h"
#include "cli/incident.h"

namespace garde::cli {
namespace {

using actions::FieldProblems;
using actions::IncidentId;
using actions::Practice;

// Finds the incident, records, shows where it stands.
template <class Record>
ExitStatus record(const Context& context, const Arguments& arguments, Record record) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::open);
  if (!id) return ExitStatus::wrong_use;
  return show_recorded(context, *practice, *id, arguments, record(*practice, *id));
}

ExitStatus not_a_value(const Context& context, std::string_view option, const std::string& value) {
  say(context, {"cli.problem.not-a-value", {{"option", std::string(option)}, {"value", value}}});
  return ExitStatus::wrong_use;
}

ExitStatus record_time(const Context& context, const Arguments& arguments, const std::string& moment) {
  std::optional<Instant> at;
  if (!read_time(context, arguments, "time", at)) return ExitStatus::wrong_use;
  const auto id = incident::MomentId::parse(moment);
  if (!id) return not_a_value(context, "MOMENT", moment);
  return record(context, arguments, [&](Practice& practice, const IncidentId& incident) {
    return actions::record_moment(practice, incident, *id, *at, arguments.value("reason").value_or(""),
                                  arguments.value("author").value_or(""));
  });
}

}  // namespace

ExitStatus run_incident_note(const Context& context, const Arguments& arguments) {
  incident::Note note{.text = arguments.value("text").value_or("")};
  if (!read_time(context, arguments, "fact-time", note.fact)) return ExitStatus::wrong_use;
  return record(context, arguments, [&](Practice& practice, const IncidentId& id) {
    return actions::note(practice, id, note, arguments.value("author").value_or(""));
  });
}

ExitStatus run_incident_aware(const Context& context, const Arguments& arguments) {
  return record_time(context, arguments, "aware");
}

ExitStatus run_incident_moment(const Context& context, const Arguments& arguments) {
  return record_time(context, arguments, arguments.value("moment").value_or(""));
}

ExitStatus run_incident_set(const Context& context, const Arguments& arguments) {
  const std::string typed = arguments.value("name").value_or("");
  const auto field = incident::FieldId::parse(typed);
  if (!field) return not_a_value(context, "NAME", typed);
  return record(context, arguments, [&](Practice& practice, const IncidentId& id) {
    return actions::set_fields(practice, id, {{*field, arguments.value("value").value_or("")}},
                               arguments.value("author").value_or(""));
  });
}

ExitStatus run_incident_declare(const Context& context, const Arguments& arguments) {
  const std::string typed = arguments.value("declaration").value_or("");
  const auto declaration = incident::DeclarationId::parse(typed);
  if (!declaration) return not_a_value(context, "DECLARATION", typed);
  const std::string typed_state = arguments.value("state").value_or("filed");
  const auto state = incident::parse_declaration_state(typed_state);
  if (!state) return not_a_value(context, "--state", typed_state);
  incident::Declaring said{.state = *state,
                           .number = arguments.value("number").value_or(""),
                           .reason = arguments.value("reason").value_or("")};
  if (!read_time(context, arguments, "at", said.at)) return ExitStatus::wrong_use;
  return record(context, arguments, [&](Practice& practice, const IncidentId& id) {
    return actions::declare(practice, id, *declaration, said, arguments.value("author").value_or(""));
  });
}

// --met NAME records a precondition; --override PHRASE passes the gate.
ExitStatus run_incident_gate(const Context& context, const Arguments& arguments) {
  const std::string reason = arguments.value("reason").value_or("");
  const std::string author = arguments.value("author").value_or("");
  if (const auto met = arguments.value("met")) {
    const auto precondition = incident::PreconditionId::parse(*met);
    if (!precondition) return not_a_value(context, "--met", *met);
    return record(context, arguments, [&](Practice& practice, const IncidentId& id) {
      return actions::meet_precondition(practice, id, *precondition, reason, author);
    });
  }
  const std::string typed = arguments.value("gate").value_or("");
  const auto gate = incident::GateId::parse(typed);
  if (!gate) return not_a_value(context, "--gate", typed);
  return record(context, arguments, [&](Practice& practice, const IncidentId& id) {
    return actions::override_gate(practice, id, *gate, arguments.value("override").value_or(""), reason, author);
  });
}

ExitStatus run_incident_close(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::open);
  if (!id) return ExitStatus::wrong_use;
  const incident::Closing closing{.criteria = arguments.values("criterion"),
                                  .text = arguments.value("text").value_or("")};
  look_at_backups(context, *practice, *id);
  const auto closed = actions::close_incident(*practice, *id, closing, arguments.value("author").value_or(""));
  return show_recorded(context, *practice, *id, arguments, closed);
}

ExitStatus run_incident_status(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::any);
  if (!id) return ExitStatus::wrong_use;
  look_at_backups(context, *practice, *id);
  return show_incident(context, *practice, *id, arguments);
}

}  // namespace garde::cli
