
#include "cli/commands.h"
#include "cli/incident.h"

namespace garde::cli {

ExitStatus run_incident_open(const Context& context, const Arguments& arguments) {
  const std::string typed = arguments.value("situation").value_or("");
  const auto situation = incident::parse_situation(typed);
  if (!situation) {
    say(context, {"cli.incident.situation", {{"value", typed}}});
    return ExitStatus::wrong_use;
  }
  std::optional<Instant> alert;
  incident::Opening opening{.situation = *situation, .alert = {}};
  if (!read_time(context, arguments, "alert", alert) || !read_time(context, arguments, "aware", opening.aware) ||
      !read_time(context, arguments, "attack-known", opening.attack_known))
    return ExitStatus::wrong_use;
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  opening.alert = alert.value_or(practice->now());
  const auto exercise = arguments.flag("exercise") ? incident::Exercise::yes : incident::Exercise::no;
  const auto opened = actions::open_incident(*practice, opening, exercise, arguments.value("author").value_or(""));
  if (!opened) return fail(context, opened.error(), "cli.incident");
  if (!opened->id) return say_problems(context, opened->problems, kFieldWords);
  const ExitStatus shown = show_incident(context, *practice, *opened->id, arguments);
  // After the first words are on the screen: a slow disk must not keep anybody waiting for them.
  context.out.flush();
  look_at_backups(context, *practice, *opened->id);
  return shown;
}

}  // namespace garde::cli
