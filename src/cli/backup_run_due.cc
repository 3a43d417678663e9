#include <utility>
#include <vector>

#include <fmt/format.h>

#include "actions/backups/alarms.h"
#include "actions/backups/backup_runs.h"
#include "actions/incident/pause.h"
#include "cli/backup_words.h"
#include "cli/commands.h"
#include "cli/terminal.h"

namespace garde::cli {
namespace {

// The worse of two statuses of runs: found bad, then not established.
ExitStatus worse(ExitStatus a, ExitStatus b) {
  if (a == ExitStatus::found_bad || b == ExitStatus::found_bad) return ExitStatus::found_bad;
  return a == ExitStatus::fine ? b : a;
}

Result<backups::RunId> run_one(const Context& context, const Arguments& arguments, actions::Practice& practice,
                               const actions::DueRun& due, const std::stop_token& stop) {
  const auto secret = TRY(destination_secret(context, arguments, owner_of(practice, due.destination)));
  ProgressBar bar(context);
  const actions::RunOptions options{.pause = actions::pause_while_incident(practice),
                                    .version = std::string(program_version()),
                                    .on_progress = bar.receiver(),
                                    .stop = stop};
  if (due.kind == backups::RunKind::drill)
    return actions::run_drill(practice, due.destination.id, actions::DrillReach::sample, options, secret);
  return actions::run_check(practice, due.destination.id, options, secret);
}

// Those that nobody has closed, whatever was found since.
ExitStatus warn_of_alarms(const Context& context, actions::Practice& practice) {
  const auto open = actions::open_alarms(practice);
  if (!open) return fail(context, open.error());
  ExitStatus status = ExitStatus::fine;
  for (const backups::Alarm& alarm : *open) {
    say(context, {"alarm.open-warning", {{"title", alarm_title(context, practice.zone(), alarm)}}});
    status = ExitStatus::found_bad;
  }
  return status;
}

}  // namespace

ExitStatus run_backup_run_due(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const auto paused = actions::pause_while_incident(*practice).is_on();
  if (!paused) return fail(context, paused.error());
  if (*paused) {
    say(context, {"backups.paused", {}});
    return ExitStatus::not_established;
  }
  const auto due = actions::due_runs(*practice);
  if (!due) return fail(context, due.error());
  const StopOnInterrupt interrupt;
  ExitStatus status = ExitStatus::fine;
  // Those that did not answer are asked once more, at the end: a disk that was asleep has woken up.
  std::vector<actions::DueRun> silent;
  const auto run = [&](const actions::DueRun& one, bool is_last_try) -> Result<void> {
    const std::string what =
        fmt::format("{} {}", context.library.texts.sentence(fmt::format("backups.run.{}", backups::name(one.kind))),
                    one.destination.name);
    const auto kept = run_one(context, arguments, *practice, one, interrupt.token());
    if (!kept && kept.error().kind == ErrorKind::unreachable && !is_last_try) {
      silent.push_back(one);
      return {};
    }
    if (!kept) {
      context.err << what << '\n';
      fail(context, kept.error(), "cli.backup-run");
      status = worse(status, ExitStatus::not_established);
      return {};
    }
    const backups::KeptRun found = TRY(actions::find_run(*practice, *kept));
    const backups::Outcome outcome = found.run.outcome();
    context.out << context.library.texts.sentence(fmt::format("backups.outcome.{}", backups::name(outcome))) << ' '
                << what << '\n';
    status = worse(status, status_of(outcome));
    return {};
  };
  for (const bool is_last_try : {false, true}) {
    for (const actions::DueRun& one : is_last_try ? std::exchange(silent, {}) : *due) {
      if (interrupt.token().stop_requested()) break;
      if (const auto done = run(one, is_last_try); !done) return fail(context, done.error());
    }
  }
  return worse(status, warn_of_alarms(context, *practice));
}

}  // namespace garde::cli
