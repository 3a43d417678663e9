#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "base/as_text.h"
#include "checker/places.h"
#include "cli/commands.h"
#include "worker/backups/places.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

struct Listed {
  backups::Destination destination;
  std::optional<checker::Presence> presence;  // nothing: it does not answer
  const backups::KeptRun* last_check = nullptr;
  const backups::KeptRun* last_drill = nullptr;
};

const backups::KeptRun* last_of(const std::vector<backups::KeptRun>& runs, const backups::DestinationId& destination,
                                backups::RunKind kind) {
  const auto found = std::ranges::find_if(
      runs, [&](const backups::KeptRun& run) { return run.destination == destination && run.kind == kind; });
  return found == runs.end() ? nullptr : &*found;
}

bool is_present(const Listed& listed) { return listed.presence == checker::Presence::present; }

json::value run_json(const backups::KeptRun* run) {
  if (run == nullptr) return nullptr;
  return {{"id", run->id.text()}, {"time", to_iso(run->run.begun)}, {"outcome", backups::name(run->run.outcome())}};
}

json::value destination_json(const Listed& listed) {
  const backups::Destination& one = listed.destination;
  json::array data_sets;
  for (const backups::DataSetId& data_set : one.data_sets) data_sets.emplace_back(data_set.text());
  return {{"id", one.id.text()},
          {"name", one.name},
          {"place", backups::name(one.place)},
          {"folder", as_text(one.folder)},
          {"present", is_present(listed)},
          {"answers", listed.presence.has_value()},
          {"data_sets", std::move(data_sets)},
          {"max_age_hours", one.max_age.count()},
          {"last_check", run_json(listed.last_check)},
          {"last_drill", run_json(listed.last_drill)}};
}

std::string when(const Context& context, const text::Zone& zone, const backups::KeptRun* run) {
  if (run == nullptr) return context.library.texts.sentence("backups.never");
  return fmt::format(
      "{} {}", context.library.texts.sentence(fmt::format("backups.outcome.{}", backups::name(run->run.outcome()))),
      zone.day_and_time_of(run->run.begun));
}

}  // namespace

ExitStatus run_backup_list(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const auto destinations = actions::destinations(*practice);
  if (!destinations) return fail(context, destinations.error());
  const auto runs = actions::kept_runs(*practice);
  if (!runs) return fail(context, runs.error());
  json::array array;
  const text::Catalogue& texts = context.library.texts;
  for (const backups::Destination& one : *destinations) {
    const auto place = worker::find_place(context.readers, one);
    const Listed listed{one, place ? std::optional(place->presence) : std::nullopt,
                        last_of(*runs, one.id, backups::RunKind::check),
                        last_of(*runs, one.id, backups::RunKind::drill)};
    if (arguments.flag("json")) {
      array.push_back(destination_json(listed));
      continue;
    }
    context.out << one.name << "\n    " << one.folder << " ("
                << texts.sentence(!listed.presence     ? "backups.silent"
                                  : is_present(listed) ? "backups.present"
                                                       : "backups.absent")
                << ")\n    " << texts.sentence("backups.last-check") << ' '
                << when(context, practice->zone(), listed.last_check) << "\n    "
                << texts.sentence("backups.last-drill") << ' ' << when(context, practice->zone(), listed.last_drill)
                << '\n';
  }
  if (arguments.flag("json"))
    context.out << Json{json::serialize(array)} << '\n';
  else if (destinations->empty())
    context.out << texts.sentence("backups.no-destination") << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
