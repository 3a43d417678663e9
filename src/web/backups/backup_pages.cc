#include "web/backups/backup_pages.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "actions/backups/alarms.h"
#include "actions/backups/backup_jobs.h"
#include "actions/backups/place_jobs.h"
#include "actions/incident/pause.h"
#include "actions/plan/gathered_evidence.h"
#include "actions/plan/plan.h"
#include "base/as_text.h"
#include "checker/open_backup.h"
#include "documents/backups/backup_proof.h"
#include "documents/backups/backup_sentences.h"
#include "web/backups/presence.h"
#include "web/backups/templates.h"
#include "web/page/answers.h"
#include "web/page/standing.h"

namespace garde::web {
namespace {

using backups::Destination;
using backups::KeptRun;

constexpr std::size_t kFindingsShown = 100;
constexpr std::size_t kRunsShown = 20;
constexpr std::size_t kMissedShown = 10;

// What is said of each data set, in the order of the questions of the source page.
constexpr std::array<IdLiteral, 7> kClaims = {"backup-exists",    "backup-automatic",    "backup-recent",
                                              "backup-encrypted", "backup-disconnected", "backup-elsewhere",
                                              "restore-tested"};

const KeptRun* last_of(const std::vector<KeptRun>& runs, const backups::DestinationId& destination,
                       backups::RunKind kind) {
  const auto found = std::ranges::find_if(
      runs, [&](const KeptRun& run) { return run.destination == destination && run.kind == kind; });
  return found == runs.end() ? nullptr : &*found;
}

Chip run_chip(const Visitor& visitor, const KeptRun* run) {
  if (run == nullptr) return {"unsure", say(visitor, "backups.never")};
  Chip chip = outcome_chip(visitor, run->run.outcome());
  chip.text = say(visitor,
                  {"backups.outcome-on",
                   {{"outcome", chip.text}, {"day", text::short_day(visitor.practice.zone().day_of(run->run.begun))}}});
  return chip;
}

Chip standing_chip(const Visitor& visitor, const evidence::Standing& standing) {
  switch (standing.verdict) {
    case evidence::Verdict::holds:
      return {"good", say(visitor, fmt::format("proof.{}", evidence::name(standing.by->level)))};
    case evidence::Verdict::fails: return {"bad", say(visitor, "backups.standing.fails")};
    case evidence::Verdict::failed_once:
    case evidence::Verdict::expired: return {"unsure", say(visitor, "backups.standing.expired")};
    case evidence::Verdict::never_shown: return {"unsure", say(visitor, "backups.standing.never")};
  }
  fail_check("a Verdict outside its enum", __FILE__, __LINE__);
}

ClaimView claim_view(const Visitor& visitor, const evidence::ClaimKind& kind, const evidence::Standing& standing) {
  return {kind.title, standing_chip(visitor, standing), standing_note(visitor, standing)};
}

DataSetCard data_set_card(const Visitor& visitor, const backups::DataSet& data_set,
                          std::span<const evidence::Evidence> evidence) {
  DataSetCard card{data_set.id.text(), data_set.title, "", {}, {}};
  if (data_set.hosting == backups::Hosting::vendor)
    card.where = say(visitor, {"backups.hosted-by", {{"vendor", data_set.vendor}}});
  else if (data_set.sources.empty())
    card.where = say(visitor, "backups.no-place-known");
  for (const backups::Source& source : data_set.sources) card.sources.push_back(as_text(source.place));
  for (const IdLiteral claim : kClaims) {
    const evidence::ClaimKind* kind = visitor.practice.library().claims.find(evidence::ClaimKindId::of(claim));
    if (kind == nullptr) continue;
    const evidence::Claim about{kind->id, data_set.id};
    card.claims.push_back(claim_view(visitor, *kind, evidence::standing(evidence, about, visitor.practice.now())));
  }
  return card;
}

FindingsView findings_view(const Visitor& visitor, const backups::Check& check) {
  FindingsView view{say(visitor, fmt::format("backups.question.{}", backups::name(check.question))),
                    outcome_chip(visitor, check.outcome()),
                    {},
                    ""};
  for (std::size_t i = 0; i < std::min(kFindingsShown, check.findings.size()); ++i)
    view.findings.push_back(documents::finding_sentence(check.findings[i], texts_of(visitor), visitor.practice.zone()));
  if (check.finding_count > view.findings.size())
    view.more = say(visitor, {"backups.more", {{"count", text::number(check.finding_count - view.findings.size())}}});
  for (std::string& sentence : documents::share_sentences(check, texts_of(visitor)))
    view.findings.push_back(std::move(sentence));
  return view;
}

using Facts = std::vector<std::pair<std::string, std::string>>;

Facts destination_facts(const Visitor& visitor, const Destination& destination) {
  const text::Zone zone = visitor.practice.zone();
  Facts facts = {{say(visitor, "backups.fact.folder"), as_text(destination.folder)},
                 {say(visitor, "backups.fact.place"),
                  say(visitor, fmt::format("backups.place.{}", backups::name(destination.place)))}};
  if (!destination.volume.empty()) facts.emplace_back(say(visitor, "backups.fact.volume"), destination.volume);
  if (destination.last_present_at)
    facts.emplace_back(say(visitor, "backups.fact.seen"), zone.day_and_time_of(*destination.last_present_at));
  if (destination.last_absent_at)
    facts.emplace_back(say(visitor, "backups.fact.absent"), zone.day_and_time_of(*destination.last_absent_at));
  facts.emplace_back(say(visitor, "backups.fact.max-age"),
                     say(visitor, {"backups.hours", {{"count", text::number(destination.max_age.count())}}}));
  return facts;
}

std::map<backups::DataSetId, std::string> titles_of(const std::vector<backups::DataSet>& sets) {
  std::map<backups::DataSetId, std::string> titles;
  for (const backups::DataSet& data_set : sets) titles.emplace(data_set.id, data_set.title);
  return titles;
}

Facts recoveries_of(const Visitor& visitor, const KeptRun& run,
                    const std::map<backups::DataSetId, std::string>& titles) {
  Facts recoveries;
  for (const backups::DataSetResult& result : run.run.data_sets) {
    const auto title = titles.find(result.data_set);
    if (result.full_recovery && title != titles.end())
      recoveries.emplace_back(title->second, documents::length_sentence(*result.full_recovery, texts_of(visitor)));
  }
  return recoveries;
}

struct History {
  std::vector<ChartPoint> points;
  backups::Regularity regularity;
};

History history_of(const Visitor& visitor, const std::vector<storage::SeenPoint>& seen) {
  const text::Zone zone = visitor.practice.zone();
  History history;
  std::vector<backups::LocalTime> times;
  for (const storage::SeenPoint& point : seen) {
    const Date day = zone.day_of(point.made_at);
    history.points.push_back({day, point.bytes});
    times.push_back({day, {}});
  }
  history.regularity =
      backups::regularity_of(times, visitor.practice.today(), visitor.practice.library().backup_thresholds.automatic);
  return history;
}

// A kind whose password is asked for, as far as the last run or the place tells.
bool needs_secret(const Visitor& visitor, const Destination& destination, const KeptRun* last) {
  if (last != nullptr) return last->run.kind == formats::Kind::restic || destination.has_sealed_secret;
  const auto look = visitor.place_jobs.last(destination);
  return checker::may_need_secret(look ? look->kind : destination.kind);
}

RunRow run_row(const Visitor& visitor, const KeptRun& run) {
  return {run.id.text(), visitor.practice.zone().day_and_time_of(run.run.begun),
          say(visitor, fmt::format("backups.run.{}", backups::name(run.kind))),
          outcome_chip(visitor, run.run.outcome())};
}

Facts run_facts(const Visitor& visitor, const KeptRun& kept, const Facts& recoveries) {
  const text::Catalogue& texts = texts_of(visitor);
  const text::Zone zone = visitor.practice.zone();
  Facts facts = {{say(visitor, "backups.proof.when"), zone.day_and_time_of(kept.run.begun)},
                 {say(visitor, "backups.proof.length"), documents::length_sentence(kept.run.length, texts)}};
  if (kept.newest_point)
    facts.emplace_back(say(visitor, "backups.proof.point"), zone.day_and_time_of(*kept.newest_point));
  if (!kept.drill) {
    std::string reach;
    for (const std::string& sentence : documents::reach_sentences(kept.run, texts))
      reach += (reach.empty() ? "" : " ") + sentence;
    facts.emplace_back(say(visitor, "backups.proof.reach"), reach);
    return facts;
  }
  const backups::DrillResult& drill = *kept.drill;
  facts.emplace_back(say(visitor, "backups.proof.restored"),
                     say(visitor, {"backups.proof.files-of",
                                   {{"files", text::number(drill.files_restored)},
                                    {"total", text::number(drill.files_in_point)},
                                    {"bytes", text::size(drill.bytes_restored)}}}));
  facts.emplace_back(
      say(visitor, "backups.proof.opened"),
      say(visitor, {"backups.drill.opened",
                    {{"opened", text::number(drill.files_opened)}, {"other", text::number(drill.files_not_opened)}}}));
  for (const auto& [title, length] : recoveries)
    facts.emplace_back(say(visitor, {"backups.proof.recovery-of", {{"title", title}}}), length);
  return facts;
}

// A run and the destination it belongs to.
struct RunOfDestination {
  KeptRun run;
  std::string destination;
};
Result<RunOfDestination> run_asked_for(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(backups::RunId::parse(request.parameter("run")));
  KeptRun run = TRY(actions::find_run(visitor.practice, id));
  const Destination destination = TRY(actions::require_destination(visitor.practice, run.destination));
  return RunOfDestination{std::move(run), destination.name};
}

}  // namespace

Chip outcome_chip(const Visitor& visitor, backups::Outcome outcome) {
  const std::string text = say(visitor, fmt::format("backups.outcome-word.{}", backups::name(outcome)));
  switch (outcome) {
    case backups::Outcome::passed: return {"good", text};
    case backups::Outcome::failed: return {"bad", text};
    case backups::Outcome::not_established: return {"unsure", text};
  }
  fail_check("an Outcome outside its enum", __FILE__, __LINE__);
}

std::string run_problem(const Visitor& visitor, const Error& error) {
  const text::Catalogue& texts = texts_of(visitor);
  std::string key = fmt::format("backups.run-problem.{}", name(error.kind));
  if (!texts.has(key)) key = fmt::format("error.{}", name(error.kind));
  return texts.sentence({std::move(key), {{"subject", error.subject}}});
}

Result<http::Response> show_backups(Visitor& visitor, const http::Request& request) {
  actions::Practice& practice = visitor.practice;
  const auto evidence = TRY(actions::gathered_evidence(practice));
  const auto current = TRY(actions::current_plan(practice));
  std::vector<evidence::Evidence> all = current.assessed.assessment.declared;
  all.insert(all.end(), evidence.begin(), evidence.end());
  const auto sets = TRY(actions::data_sets(practice));
  const auto destinations = TRY(actions::destinations(practice));
  const auto runs = TRY(actions::kept_runs(practice));
  const auto paused = TRY(actions::pause_while_incident(practice).is_on());

  BackupsPage page{.frame = make_frame(visitor, Section::backups, say(visitor, "backups.title")), .paused = paused};
  page.frame.flash = saved_flash(visitor, request, "backups.saved");
  for (const backups::Alarm& alarm : TRY(actions::alarms(practice)))
    (alarm.is_open() ? page.alarms : page.closed_alarms).push_back(alarm_link(visitor, alarm));
  for (const actions::JobView& job : visitor.backup_jobs.all())
    if (!job.is_over())
      page.jobs.push_back({job.id.text(),
                           fmt::format("{} – {}", say(visitor, fmt::format("backups.run.{}", backups::name(job.kind))),
                                       job.destination_name),
                           say(visitor, fmt::format("backups.job.state.{}", actions::name(job.state)))});
  visitor.place_jobs.look(destinations);
  for (const Destination& one : destinations)
    page.destinations.push_back(
        {one.id.text(), one.name, say(visitor, fmt::format("backups.place.{}", backups::name(one.place))),
         presence_chip(visitor, one), run_chip(visitor, last_of(runs, one.id, backups::RunKind::check)),
         run_chip(visitor, last_of(runs, one.id, backups::RunKind::drill))});
  for (const backups::DataSet& data_set : sets) page.data_sets.push_back(data_set_card(visitor, data_set, all));
  return page_response(visitor, render_backups, page);
}

Result<http::Response> show_destination(Visitor& visitor, const http::Request& request) {
  actions::Practice& practice = visitor.practice;
  const text::Catalogue& texts = practice.library().texts;
  const auto destination = TRY(actions::find_destination(practice, request.parameter("destination")));
  if (!destination) return no_such_page();
  const Destination& one = *destination;
  visitor.place_jobs.look(std::span(&one, 1));
  auto runs = TRY(actions::kept_runs(practice));
  std::erase_if(runs, [&](const KeptRun& run) { return run.destination != one.id; });
  const auto seen = TRY(actions::seen_points(practice, one.id));
  const auto sets = TRY(actions::data_sets(practice));
  const auto paused = TRY(actions::pause_while_incident(practice).is_on());

  const KeptRun* check = last_of(runs, one.id, backups::RunKind::check);
  const KeptRun* drill = last_of(runs, one.id, backups::RunKind::drill);
  DestinationPage page{.frame = make_frame(visitor, Section::backups, one.name),
                       .id = one.id.text(),
                       .name = one.name,
                       .presence = presence_chip(visitor, one),
                       .alarms = {},
                       .facts = destination_facts(visitor, one),
                       .paused = paused,
                       .needs_secret = needs_secret(visitor, one, check),
                       .has_sealed_secret = one.has_sealed_secret,
                       .checks = {},
                       .checked = {},
                       .recoveries = {},
                       .calendar = {},
                       .missed = {},
                       .sizes = {},
                       .runs = {}};
  page.frame.flash = saved_flash(visitor, request, "backups.saved");
  const auto alarms = TRY(actions::alarms(practice));
  if (const backups::Alarm* alarm = backups::open_alarm(alarms, one.id)) page.alarms = {alarm_link(visitor, *alarm)};
  for (const KeptRun* last : {check, drill}) {
    if (last == nullptr) continue;
    const auto whole = TRY(actions::find_run(practice, last->id));
    for (const backups::Check& one_check : whole.run.checks) page.checks.push_back(findings_view(visitor, one_check));
  }
  if (check != nullptr) page.checked = practice.zone().day_and_time_of(check->run.begun);
  if (drill != nullptr) page.recoveries = recoveries_of(visitor, *drill, titles_of(sets));
  const History history = history_of(visitor, seen);
  page.calendar = make_calendar(history.points, history.regularity, practice.today(), texts);
  const auto& missed = history.regularity.missed;
  for (auto day = missed.rbegin(); day != missed.rend() && page.missed.size() < kMissedShown; ++day)
    page.missed.push_back(text::week_day(*day));
  page.sizes = make_size_chart(history.points);
  for (const KeptRun& run : runs)
    if (page.runs.size() < kRunsShown) page.runs.push_back(run_row(visitor, run));
  return page_response(visitor, render_backups_destination, page);
}

Result<http::Response> show_run(Visitor& visitor, const http::Request& request) {
  const auto asked = TRY(run_asked_for(visitor, request));
  const auto sets = TRY(actions::data_sets(visitor.practice));
  const KeptRun& kept = asked.run;
  const std::string title = say(visitor, fmt::format("backups.run.{}", backups::name(kept.kind)));
  RunPage page{.frame = make_frame(visitor, Section::backups, fmt::format("{} – {}", title, asked.destination)),
               .id = kept.id.text(),
               .title = title,
               .destination_id = kept.destination.text(),
               .destination = asked.destination,
               .chip = outcome_chip(visitor, kept.run.outcome()),
               .verdict = say(visitor, fmt::format("backups.proof.verdict.{}.{}", backups::name(kept.kind),
                                                   backups::name(kept.run.outcome()))),
               .facts = run_facts(visitor, kept, recoveries_of(visitor, kept, titles_of(sets))),
               .checks = {},
               .digest = kept.drill ? kept.drill->digest.hex() : ""};
  for (const backups::Check& check : kept.run.checks) page.checks.push_back(findings_view(visitor, check));
  return page_response(visitor, render_backups_run, page);
}

Result<http::Response> send_proof(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = texts_of(visitor);
  const auto asked = TRY(run_asked_for(visitor, request));
  const auto sets = TRY(actions::data_sets(visitor.practice));
  const auto current = TRY(actions::current_plan(visitor.practice));
  const documents::BackupProof proof{current.assessed.practice, asked.destination,       asked.run,
                                     titles_of(sets),           visitor.practice.zone(), texts};
  auto bytes = TRY(documents::backup_proof_pdf(proof));
  const Date day = visitor.practice.zone().day_of(asked.run.run.begun);
  const std::string file = fmt::format("{}-{}.pdf", say(visitor, "backups.proof.file"), to_iso(day));
  return http::Response::download(std::move(bytes), "application/pdf", file);
}

}  // namespace garde::web
