#include "cli/backup_drill.h"

#include <filesystem>

#include "actions/backups/backup_runs.h"
#include "actions/incident/pause.h"
#include "cli/backup_words.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "documents/backups/backup_check.h"
#include "worker/backups/runs.h"

namespace garde::cli {
namespace {

ExitStatus show(const Context& context, const Arguments& arguments, const text::Zone& zone,
                const backups::CheckRun& run, const backups::DrillResult& drill) {
  if (arguments.flag("json"))
    context.out << Json{documents::backup_check_json(run, &drill)} << '\n';
  else
    context.out << Lines{documents::backup_check_text(run, context.library.texts, zone, &drill)};
  return status_of(run.outcome());
}

ExitStatus drill_registered(const Context& context, const Arguments& arguments, actions::Practice& practice,
                            const backups::Destination& destination) {
  const auto secret = destination_secret(context, arguments, owner_of(practice, destination));
  if (!secret) return fail(context, secret.error(), "cli.secret");
  const StopOnInterrupt interrupt;
  const auto kept = [&] {
    ProgressBar bar(context);
    const actions::RunOptions options{.pause = actions::pause_while_incident(practice),
                                      .version = std::string(program_version()),
                                      .on_progress = bar.receiver(),
                                      .stop = interrupt.token()};
    const auto reach = arguments.flag("all") ? actions::DrillReach::everything : actions::DrillReach::sample;
    return actions::run_drill(practice, destination.id, reach, options, *secret);
  }();
  if (!kept) return fail(context, kept.error(), "cli.backup-run");
  const auto run = actions::find_run(practice, *kept);
  if (!run) return fail(context, run.error());
  return show(context, arguments, practice.zone(), run->run, *run->drill);
}

}  // namespace

Result<restorer::Drilled> drill_folder(const Context& context, const Arguments& arguments, const std::string& folder,
                                       const crypto::SecretBytes& secret, const std::stop_token& stop) {
  restorer::DrillRequest request { .destination = folder, .kind = TRY(read_kind(arguments)) };
  for (const std::string& source : arguments.values("source"))
    request.sources.push_back({std::nullopt, {backups::SourceKind::folder, source}});
  if (!arguments.flag("all")) request.sample_files = context.library.backup_thresholds.sample_files;
  request.seed = static_cast<std::uint64_t>(context.now().time_since_epoch().count());
  std::error_code code;
  request.scratch = arguments.value("scratch").value_or(std::filesystem::temp_directory_path(code).string());
  request.stop = stop;
  ProgressBar bar(context);
  request.on_progress = bar.receiver();
  return worker::drill_backup(context.readers, std::move(request), secret, context.now);
}

ExitStatus run_backup_drill(const Context& context, const Arguments& arguments) {
  const std::string word = arguments.value("destination").value_or("");
  const auto place = find_named(context, arguments, word);
  if (!place) return ExitStatus::wrong_use;
  if (place->destination && arguments.value(kZoneOption.name)) return zone_of_practice(context);
  if (place->destination) return drill_registered(context, arguments, *place->practice, *place->destination);
  const auto kind = read_kind(arguments);
  if (!kind) return wrong_value(context, "--kind", kind.error().subject);
  const auto secret = destination_secret(context, arguments, {word, word, *kind});
  if (!secret) return fail(context, secret.error(), "cli.secret");
  const StopOnInterrupt interrupt;
  const auto drilled = drill_folder(context, arguments, word, *secret, interrupt.token());
  if (!drilled) return fail(context, drilled.error(), "cli.backup-run");
  return show(context, arguments, context.zone, drilled->run, drilled->result);
}

}  // namespace garde::cli
