#include "cli/incident.h"

#include "actions/incident/incident_backups.h"

namespace garde::cli {
namespace {

using actions::IncidentId;

ExitStatus not_an_incident(const Context& context, const std::string& typed) {
  say(context, {"cli.problem.not-a-value", {{"option", "--incident"}, {"value", typed}}});
  return ExitStatus::wrong_use;
}

}  // namespace

bool read_time(const Context& context, const Arguments& arguments, std::string_view option,
               std::optional<Instant>& time) {
  const auto typed = arguments.value(option);
  if (!typed) return true;
  const auto parsed = parse_instant(*typed);
  if (!parsed) {
    say(context, {"cli.incident.time", {{"value", *typed}}});
    return false;
  }
  time = *parsed;
  return true;
}

std::optional<IncidentId> find_incident(const Context& context, actions::Practice& practice, const Arguments& arguments,
                                        Wanted wanted) {
  if (const auto typed = arguments.value("incident")) {
    auto id = IncidentId::parse(*typed);
    if (id) return *id;
    not_an_incident(context, *typed);
    return std::nullopt;
  }
  const auto all = actions::incidents(practice);
  if (!all) {
    fail(context, all.error(), "cli.incident");
    return std::nullopt;
  }
  if (const auto open = actions::to_go_on_with(*all)) return open;
  if (wanted == Wanted::any && !all->empty()) return all->front().id;
  say(context, {"cli.incident.none", {}});
  return std::nullopt;
}

void look_at_backups(const Context& context, actions::Practice& practice, const IncidentId& id) {
  const auto looked = actions::watch_backups(practice, id, {.on_progress = [&](const std::string& destination) {
                                               context.err << "… " << destination << '\n';
                                               context.err.flush();
                                             }});
  // A journal that was changed says so itself.
  if (!looked && looked.error().kind != ErrorKind::damaged) fail(context, looked.error(), "cli.incident");
}

ExitStatus show_incident(const Context& context, actions::Practice& practice, const IncidentId& id,
                         const Arguments& arguments) {
  const auto status = actions::incident_status(practice, id);
  if (!status) return fail(context, status.error(), "cli.incident");
  if (arguments.flag("json"))
    context.out << Json{incident_json(**status, context, practice.zone())} << '\n';
  else
    context.out << Lines{incident_text(**status, context, practice.zone())};
  return (*status)->journal.is_sound() ? ExitStatus::fine : ExitStatus::found_bad;
}

ExitStatus show_recorded(const Context& context, actions::Practice& practice, const IncidentId& id,
                         const Arguments& arguments, const Result<actions::FieldProblems>& recorded) {
  if (!recorded) return fail(context, recorded.error(), "cli.incident");
  if (!recorded->empty()) return say_problems(context, *recorded, kFieldWords);
  return show_incident(context, practice, id, arguments);
}

}  // namespace garde::cli
