#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "cli/commands.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

json::value number_or_null(const std::optional<std::uint64_t>& number) {
  if (!number) return nullptr;
  return json::value(*number);
}

json::value point_json(const storage::SeenPoint& point) {
  const auto bytes = point.bytes ? std::optional(point.bytes->value) : std::nullopt;
  return {{"id", point.id},
          {"time", to_iso(point.made_at)},
          {"files", number_or_null(point.files)},
          {"bytes", number_or_null(bytes)},
          {"first_seen", to_iso(point.first_seen_at)},
          {"last_seen", to_iso(point.last_seen_at)}};
}

json::value run_json(const backups::KeptRun& kept) {
  json::array checks;
  for (const backups::Check& check : kept.run.checks)
    checks.push_back({{"name", backups::name(check.question)}, {"outcome", backups::name(check.outcome())}});
  return {{"id", kept.id.text()},           {"run", backups::name(kept.kind)},
          {"time", to_iso(kept.run.begun)}, {"outcome", backups::name(kept.run.outcome())},
          {"checks", std::move(checks)},    {"seconds", static_cast<double>(kept.run.length.count()) / 1000}};
}

}  // namespace

ExitStatus run_backup_history(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const std::string name = arguments.value("destination").value_or("");
  const auto destination = actions::find_destination(*practice, name);
  if (!destination) return fail(context, destination.error());
  if (!*destination)
    return fail(context, Error{ErrorKind::not_found, name, std::nullopt, "no such destination"}, "cli.backup-run");
  const auto points = actions::seen_points(*practice, (*destination)->id);
  if (!points) return fail(context, points.error());
  auto runs = actions::kept_runs(*practice);
  if (!runs) return fail(context, runs.error());
  std::erase_if(*runs, [&](const backups::KeptRun& run) { return run.destination != (*destination)->id; });

  if (arguments.flag("json")) {
    json::array point_array;
    for (const storage::SeenPoint& point : *points) point_array.push_back(point_json(point));
    json::array run_array;
    for (const backups::KeptRun& run : *runs) run_array.push_back(run_json(run));
    context.out << Json{json::serialize(json::object{{"destination", (*destination)->name},
                                                     {"restore_points", std::move(point_array)},
                                                     {"runs", std::move(run_array)}})}
                << '\n';
    return ExitStatus::fine;
  }
  const text::Catalogue& texts = context.library.texts;
  const auto count = text::number(static_cast<std::int64_t>(points->size()));
  context.out << (*destination)->name << '\n' << texts.sentence({"backups.restore-points", {{"count", count}}}) << '\n';
  for (const storage::SeenPoint& point : *points)
    context.out << "    " << practice->zone().day_and_time_of(point.made_at) << "  "
                << (point.bytes ? text::size(*point.bytes) : std::string()) << '\n';
  for (const backups::KeptRun& run : *runs)
    context.out << texts.sentence(fmt::format("backups.outcome.{}", backups::name(run.run.outcome()))) << ' '
                << texts.sentence(fmt::format("backups.run.{}", backups::name(run.kind))) << "  "
                << practice->zone().day_and_time_of(run.run.begun) << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
