#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/backups/alarms.h"
#include "cli/backup_words.h"
#include "cli/commands.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

json::value closing_json(const backups::Alarm& alarm) {
  if (!alarm.closing) return nullptr;
  json::value accepted = nullptr;
  if (alarm.closing->accepted_point) accepted = json::string(to_iso(*alarm.closing->accepted_point));
  return {{"time", to_iso(alarm.closing->closed_at)},
          {"how", backups::name(alarm.closing->how)},
          {"reason", alarm.closing->reason},
          {"accepted_point", std::move(accepted)}};
}

json::value alarm_json(const backups::Alarm& alarm) {
  return {{"id", alarm.id.text()},
          {"destination", alarm.destination_name},
          {"run", alarm.run.text()},
          {"opened", to_iso(alarm.opened_at)},
          {"closed", closing_json(alarm)}};
}

std::string state_of(const Context& context, const text::Zone& zone, const backups::Alarm& alarm) {
  const text::Catalogue& texts = context.library.texts;
  if (!alarm.closing) return texts.sentence("alarm.open");
  const std::string day = text::long_day(zone.day_of(alarm.closing->closed_at));
  return texts.sentence({fmt::format("alarm.closed.{}", backups::name(alarm.closing->how)), {{"day", day}}}) + ' ' +
         alarm.closing->reason;
}

}  // namespace

ExitStatus run_backup_alarms(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const auto all = actions::alarms(*practice);
  if (!all) return fail(context, all.error());
  json::array array;
  ExitStatus status = ExitStatus::fine;
  for (const backups::Alarm& alarm : *all) {
    if (alarm.is_open()) status = ExitStatus::found_bad;
    array.push_back(alarm_json(alarm));
    if (!arguments.flag("json"))
      context.out << alarm.id.text() << "  " << alarm_title(context, practice->zone(), alarm) << "\n    "
                  << state_of(context, practice->zone(), alarm) << '\n';
  }
  if (arguments.flag("json"))
    context.out << Json{json::serialize(array)} << '\n';
  else if (all->empty())
    context.out << context.library.texts.sentence("alarm.none") << '\n';
  return status;
}

ExitStatus run_backup_close_alarm(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const std::string typed = arguments.value("alarm").value_or("");
  const auto id = backups::AlarmId::parse(typed);
  if (!id) return fail(context, Error{ErrorKind::not_found, typed, std::nullopt, "no such alarm"}, "cli.alarm");
  const actions::AlarmClosingForm form{arguments.value("how").value_or(""), arguments.value("reason").value_or("")};
  const auto problems = actions::close_alarm(*practice, *id, form);
  if (!problems) return fail(context, problems.error(), "cli.alarm");
  if (!problems->empty()) return say_problems(context, *problems);
  context.out << context.library.texts.sentence("alarm.shut") << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
