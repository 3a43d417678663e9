#include "checker/check_backup.h"

#include <algorithm>

#include "actions/backups/backup_runs.h"
#include "actions/incident/pause.h"
#include "checker/places.h"
#include "cli/backup_drill.h"
#include "cli/backup_words.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "documents/backups/backup_check.h"
#include "worker/backups/runs.h"

namespace garde::cli {
namespace {

// With what a drill adds, when one was asked.
ExitStatus show(const Context& context, const Arguments& arguments, const text::Zone& zone, backups::CheckRun run,
                const backups::CheckRun* drilled, const backups::DrillResult* result) {
  if (drilled != nullptr) {
    run.checks.insert(run.checks.end(), drilled->checks.begin(), drilled->checks.end());
    run.length += drilled->length;
  }
  if (arguments.flag("json"))
    context.out << Json{documents::backup_check_json(run, result)} << '\n';
  else
    context.out << Lines{documents::backup_check_text(run, context.library.texts, zone, result)};
  return status_of(run.outcome());
}

std::optional<formats::Level> read_level(std::string_view text) {
  for (const formats::Level level :
       {formats::Level::listing, formats::Level::structure, formats::Level::authenticated, formats::Level::content})
    if (formats::name(level) == text) return level;
  return std::nullopt;
}

// What the options ask, whatever the destination.
struct Wishes {
  std::optional<HowMuch> how_much;
  formats::Level level = formats::Level::content;
  std::optional<std::chrono::hours> max_age;
  std::vector<backups::Question> also;
  bool drill = false;  // a sample is restored, too
};

// Nothing when a value does not fit; that was said.
std::optional<Wishes> read_wishes(const Context& context, const Arguments& arguments) {
  Wishes wishes;
  const auto seed = static_cast<std::uint64_t>(context.now().time_since_epoch().count());
  if (const auto read = arguments.value("read")) {
    wishes.how_much = read_how_much(*read, seed);
    if (!wishes.how_much) return wrong_value(context, "--read", *read), std::nullopt;
  }
  if (const auto text = arguments.value("level")) {
    const auto level = read_level(*text);
    if (!level) return wrong_value(context, "--level", *text), std::nullopt;
    wishes.level = *level;
  }
  if (const auto age = arguments.value("max-age")) {
    const auto length = read_length(*age);
    if (!length) return wrong_value(context, "--max-age", *age), std::nullopt;
    wishes.max_age = std::chrono::ceil<std::chrono::hours>(*length);
  }
  for (const std::string& word : arguments.values("check")) {
    const auto question = backups::parse_question(word);
    if (!question) return wrong_value(context, "--check", word), std::nullopt;
    if (*question == backups::Question::restorable)
      wishes.drill = true;
    else
      wishes.also.push_back(*question);
  }
  return wishes;
}

ExitStatus check_registered(const Context& context, const Arguments& arguments, actions::Practice& practice,
                            const backups::Destination& destination, const Wishes& wishes) {
  const auto secret = destination_secret(context, arguments, owner_of(practice, destination));
  if (!secret) return fail(context, secret.error(), "cli.secret");
  const StopOnInterrupt interrupt;
  actions::RunOptions options{.pause = actions::pause_while_incident(practice),
                              .level = wishes.level,
                              .version = std::string(program_version())};
  if (wishes.how_much) {
    options.scope = wishes.how_much->scope;
    options.time_limit = wishes.how_much->time_limit;
  }
  options.stop = interrupt.token();
  const auto kept = [&] {
    ProgressBar bar(context);
    options.on_progress = bar.receiver();
    return actions::run_check(practice, destination.id, options, *secret);
  }();
  if (!kept) return fail(context, kept.error(), "cli.backup-run");
  const auto run = actions::find_run(practice, *kept);
  if (!run) return fail(context, run.error());
  if (!wishes.drill) return show(context, arguments, practice.zone(), run->run, nullptr, nullptr);
  const auto drill_id = [&] {
    ProgressBar bar(context);
    options.on_progress = bar.receiver();
    return actions::run_drill(practice, destination.id, actions::DrillReach::sample, options, *secret);
  }();
  if (!drill_id) return fail(context, drill_id.error(), "cli.backup-run");
  const auto drill = actions::find_run(practice, *drill_id);
  if (!drill) return fail(context, drill.error());
  return show(context, arguments, practice.zone(), run->run, &drill->run, drill->drill ? &*drill->drill : nullptr);
}

ExitStatus check_folder(const Context& context, const Arguments& arguments, const std::string& folder,
                        const Wishes& wishes) {
  const auto kind = read_kind(arguments);
  if (!kind) return wrong_value(context, "--kind", kind.error().subject);
  checker::BackupCheckRequest request{.destination = folder, .kind = *kind};
  for (const std::string& source : arguments.values("source"))
    request.sources.push_back({std::nullopt, {backups::SourceKind::folder, source}});
  request.max_age = wishes.max_age;
  request.also = wishes.also;
  request.level = wishes.level;
  if (wishes.how_much) {
    request.scope = wishes.how_much->scope;
    request.time_limit = wishes.how_much->time_limit;
  }
  if (std::ranges::find(wishes.also, backups::Question::automatic) != wishes.also.end())
    request.jobs = checker::scheduled_backups();
  const auto secret = destination_secret(context, arguments, {folder, folder, request.kind});
  if (!secret) return fail(context, secret.error(), "cli.secret");
  const StopOnInterrupt interrupt;
  request.stop = interrupt.token();
  const auto run = [&] {
    ProgressBar bar(context);
    request.on_progress = bar.receiver();
    return worker::check_backup(
        context.readers, request, *secret,
        {context.library.backup_thresholds, context.library.attack_rules, context.zone, context.now});
  }();
  if (!run) return fail(context, run.error(), "cli.backup-run");
  if (!wishes.drill) return show(context, arguments, context.zone, *run, nullptr, nullptr);
  const auto drilled = drill_folder(context, arguments, folder, *secret, interrupt.token());
  if (!drilled) return fail(context, drilled.error(), "cli.backup-run");
  return show(context, arguments, context.zone, *run, &drilled->run, &drilled->result);
}

}  // namespace

ExitStatus run_backup_check(const Context& context, const Arguments& arguments) {
  const std::string word = arguments.value("destination").value_or("");
  const auto wishes = read_wishes(context, arguments);
  if (!wishes) return ExitStatus::wrong_use;
  const auto place = find_named(context, arguments, word);
  if (!place) return ExitStatus::wrong_use;
  if (place->destination && arguments.value(kZoneOption.name)) return zone_of_practice(context);
  if (place->destination) return check_registered(context, arguments, *place->practice, *place->destination, *wishes);
  return check_folder(context, arguments, word, *wishes);
}

}  // namespace garde::cli
