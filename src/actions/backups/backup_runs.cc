#include "actions/backups/backup_runs.h"

#include <algorithm>

#include "actions/backups/alarms.h"
#include "actions/backups/backup_destinations.h"
#include "actions/practice/new_id.h"
#include "backups/evidence.h"
#include "checker/check_backup.h"
#include "checker/places.h"
#include "io/private_files.h"
#include "io/scratch.h"
#include "restorer/drill.h"
#include "worker/backups/places.h"
#include "worker/backups/runs.h"

namespace garde::actions {
namespace {

using backups::Destination;
using backups::DestinationId;
using backups::KeptRun;

// The live sources of what the destination should hold.
std::vector<checker::LiveSource> sources_of(const Destination& destination, const std::vector<backups::DataSet>& sets) {
  std::vector<checker::LiveSource> sources;
  for (const backups::DataSet& data_set : sets) {
    if (std::ranges::find(destination.data_sets, data_set.id) == destination.data_sets.end()) continue;
    for (const backups::Source& source : data_set.sources) sources.push_back({data_set.id, source});
  }
  return sources;
}

// Seen in its place and seen away from it, both lately: it is exchanged, or plugged in for the copy only.
bool is_unplugged(const Destination& destination, Instant now, Days within) {
  return destination.last_absent_at && now - *destination.last_absent_at <= within;
}

bool share_a_data_set(const Destination& a, const Destination& b) {
  return std::ranges::find_first_of(a.data_sets, b.data_sets) != a.data_sets.end();
}

backups::ProtectionFacts facts_of(const Destination& destination, const std::vector<Destination>& all, Instant now,
                                  const backups::Thresholds& thresholds) {
  backups::ProtectionFacts facts;
  facts.elsewhere = destination.elsewhere;
  facts.online = destination.online;
  facts.hosting_certified = destination.hosting_certified;
  facts.seen_unplugged = is_unplugged(destination, now, thresholds.protection.unplugged_within);
  facts.another_copy_unplugged = std::ranges::any_of(all, [&](const Destination& other) {
    return other.id != destination.id && share_a_data_set(other, destination) &&
           is_unplugged(other, now, thresholds.protection.unplugged_within);
  });
  return facts;
}

formats::RestorePoint restore_point_of(const storage::SeenPoint& seen) {
  formats::RestorePoint point;
  point.id = seen.id;
  point.time = seen.made_at;
  point.files = seen.files;
  point.bytes = seen.bytes;
  return point;
}

std::filesystem::path scratch_of(const Practice& practice) { return practice.folder() / "scratch"; }

// Of those that are not of the future.
std::optional<Instant> newest_of(const backups::CheckRun& run) {
  std::optional<Instant> newest;
  for (const formats::RestorePoint& point : run.restore_points)
    if (point.time <= run.begun) newest = std::max(newest.value_or(point.time), point.time);
  return newest;
}

// Those planted among the data that the destination should hold.
Result<std::vector<checker::ExpectedCanary>> canaries_of(Practice& practice, const Destination& destination) {
  const auto all = TRY(practice.with_storage(storage::load_canaries));
  std::vector<checker::ExpectedCanary> expected;
  for (const storage::Canary& canary : all)
    if (std::ranges::find(destination.data_sets, canary.data_set) != destination.data_sets.end())
      expected.push_back({canary.file_name, canary.sha256, canary.made_at});
  return expected;
}

// What was remembered of the destination; nothing that cannot be read: then everything is new.
Result<formats::VerificationMemory> load_memory(Practice& practice, const DestinationId& destination) {
  const auto bytes = TRY(practice.with_storage(storage::load_memory, destination));
  if (!bytes) return formats::VerificationMemory();
  auto memory = formats::VerificationMemory::parse(*bytes);
  return memory ? std::move(memory) : Result<formats::VerificationMemory>(formats::VerificationMemory());
}

// As they stood then: opened by then, and open still if they were closed later.
std::vector<backups::Alarm> alarms_at(std::span<const backups::Alarm> alarms, Instant at) {
  std::vector<backups::Alarm> known;
  for (const backups::Alarm& alarm : alarms) {
    if (alarm.opened_at > at) continue;
    known.push_back(alarm);
    if (alarm.closing && alarm.closing->closed_at > at) known.back().closing.reset();
  }
  return known;
}

}  // namespace

Result<Destination> require_destination(Practice& practice, const DestinationId& destination) {
  auto found = TRY(find_destination(practice, destination.text()));
  if (!found) return Error{ErrorKind::not_found, destination.text(), std::nullopt, "no such destination"};
  return std::move(*found);
}

Result<std::string> require_place(Practice& practice, const Destination& destination, const Pause& pause) {
  if (TRY(pause.is_on())) return Error{ErrorKind::conflict, destination.name, std::nullopt, "an incident is open"};
  const auto found = worker::find_place(practice.readers(), destination);
  if (!found) return Error{ErrorKind::unreachable, destination.name, std::nullopt, "it does not answer"};
  const checker::FoundPlace& place = *found;
  const bool present = place.presence == checker::Presence::present;
  TRY(note_presence(practice, destination.id, present, place.folder));
  if (!present) return Error{ErrorKind::unreachable, destination.name, std::nullopt, "it is not plugged in"};
  return place.folder;
}

Result<void> keep_run(Practice& practice, const KeptRun& run, const std::optional<std::vector<std::byte>>& memory) {
  return practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    TRY(storage::save_restore_points(connection, practice.id(), run.destination, run.run.restore_points,
                                     run.run.begun));
    TRY(storage::add_run(connection, practice.id(), run));
    TRY(open_alarm_if_due(connection, practice.id(), run));
    // A memory larger than a value may be is left out: the next run reads everything.
    if (memory && memory->size() <= storage::kMaxValueBytes.value)
      TRY(storage::save_memory(connection, practice.id(), run.destination, *memory));
    return {};
  });
}

Result<backups::RunId> run_check(Practice& practice, const DestinationId& id, const RunOptions& options,
                                 const crypto::SecretBytes& secret) {
  const Destination destination = TRY(require_destination(practice, id));
  checker::BackupCheckRequest request {
    .destination = TRY(require_place(practice, destination, options.pause))
    , .kind = destination.kind
  };
  const std::vector<Destination> all = TRY(destinations(practice));
  const backups::Thresholds& thresholds = practice.library().backup_thresholds;
  request.sources = sources_of(destination, TRY(data_sets(practice)));
  request.max_age = destination.max_age;
  request.also = {backups::Question::complete, backups::Question::automatic, backups::Question::protection};
  request.level = options.level;
  request.scope = options.scope.value_or(formats::Rotation{1.0 / thresholds.nights_for_everything});
  request.time_limit = options.time_limit;
  formats::VerificationMemory memory = TRY(load_memory(practice, id));
  request.memory = &memory;
  for (const storage::SeenPoint& point : TRY(seen_points(practice, id)))
    request.earlier_points.push_back(point.made_at);
  request.proved_good = backups::proved_good(TRY(kept_runs(practice)), TRY(alarms(practice)), id);
  request.canaries = TRY(canaries_of(practice, destination));
  request.jobs = checker::scheduled_backups();
  request.facts = facts_of(destination, all, practice.now(), thresholds);
  RunPause pause(options.pause, practice.clock(), options.on_progress, options.stop);
  request.on_progress = pause.on_progress();
  request.stop = pause.stop();

  KeptRun kept{.id = new_id<backups::RunId>("r"),
               .destination = id,
               .kind = backups::RunKind::check,
               .version = options.version};
  auto checked = worker::check_backup(practice.readers(), request, secret,
                                      {thresholds, practice.library().attack_rules, practice.zone(), practice.clock()});
  TRY(pause.check(destination.name));
  kept.run = TRY(std::move(checked));
  kept.max_age = destination.max_age;
  kept.newest_point = newest_of(kept.run);
  TRY(keep_run(practice, kept, memory.to_bytes()));
  return kept.id;
}

void sweep_drills(Practice& practice) { io::sweep_scratch_folders(scratch_of(practice)); }

Result<backups::RunId> run_drill(Practice& practice, const DestinationId& id, DrillReach reach,
                                 const RunOptions& options, const crypto::SecretBytes& secret) {
  const Destination destination = TRY(require_destination(practice, id));
  restorer::DrillRequest request {
    .destination = TRY(require_place(practice, destination, options.pause))
    , .kind = destination.kind
  };
  const backups::Thresholds& thresholds = practice.library().backup_thresholds;
  const std::vector<backups::DataSet> sets = TRY(data_sets(practice));
  request.sources = sources_of(destination, sets);
  if (request.sources.empty() && destination.data_sets.size() == 1) request.whole = destination.data_sets.front();
  request.canaries = TRY(canaries_of(practice, destination));
  request.sample_files = reach == DrillReach::everything ? 0 : thresholds.sample_files;
  request.seed = static_cast<std::uint64_t>(practice.now().time_since_epoch().count());
  request.scratch = scratch_of(practice);
  TRY(io::create_private_directories(request.scratch));
  RunPause pause(options.pause, practice.clock(), options.on_progress, options.stop);
  request.on_progress = pause.on_progress();
  request.stop = pause.stop();

  auto done = worker::drill_backup(practice.readers(), request, secret, practice.clock());
  TRY(pause.check(destination.name));
  restorer::Drilled drilled = TRY(std::move(done));
  KeptRun kept{.id = new_id<backups::RunId>("r"),
               .destination = id,
               .kind = backups::RunKind::drill,
               .version = options.version};
  kept.run = std::move(drilled.run);
  kept.drill = std::move(drilled.result);
  kept.max_age = destination.max_age;
  kept.newest_point = newest_of(kept.run);
  TRY(keep_run(practice, kept, std::nullopt));
  return kept.id;
}

Result<KeptRun> find_run(Practice& practice, const backups::RunId& run) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<KeptRun> {
    KeptRun kept = TRY(storage::load_run(connection, practice.id(), run));
    for (const storage::SeenPoint& point :
         TRY(storage::load_restore_points(connection, practice.id(), kept.destination))) {
      if (point.first_seen_at > kept.run.begun || point.last_seen_at < kept.run.begun) continue;
      kept.run.restore_points.push_back(restore_point_of(point));
    }
    return kept;
  });
}

Result<std::vector<KeptRun>> kept_runs(Practice& practice) { return practice.with_storage(storage::load_runs); }

Result<std::vector<storage::SeenPoint>> seen_points(Practice& practice, const DestinationId& destination) {
  return practice.with_storage(storage::load_restore_points, destination);
}

Result<std::vector<DueRun>> due_runs(Practice& practice) {
  const std::vector<KeptRun> runs = TRY(kept_runs(practice));
  const backups::Thresholds& thresholds = practice.library().backup_thresholds;
  const Instant now = practice.now();
  // A timer that fires every night at the same hour, a minute early, is not a night too soon.
  constexpr std::chrono::minutes kEarly{30};
  const auto is_due = [&](const Destination& destination, backups::RunKind kind, std::chrono::hours every) {
    const auto last = std::ranges::find_if(
        runs, [&](const KeptRun& run) { return run.destination == destination.id && run.kind == kind; });
    return last == runs.end() || now - last->run.begun + kEarly >= every;
  };
  std::vector<DueRun> due;
  for (const Destination& destination : TRY(destinations(practice))) {
    if (is_due(destination, backups::RunKind::check, thresholds.check_every))
      due.push_back({destination, backups::RunKind::check});
    if (is_due(destination, backups::RunKind::drill, thresholds.drill_every))
      due.push_back({destination, backups::RunKind::drill});
  }
  return due;
}

Result<std::vector<evidence::Evidence>> backup_evidence(Practice& practice) {
  const Instant now = practice.now();
  return TRY(backup_evidence_on(practice, {&now, 1}))
  .front();
}

Result<std::vector<std::vector<evidence::Evidence>>> backup_evidence_on(Practice& practice,
                                                                        std::span<const Instant> days) {
  std::vector<std::vector<evidence::Evidence>> shown(days.size());
  const std::vector<Destination> all = TRY(destinations(practice));
  const std::vector<backups::Alarm> all_alarms = TRY(alarms(practice));  // one outlives its destination
  if (all.empty() && all_alarms.empty()) return shown;
  const std::vector<KeptRun> runs = TRY(kept_runs(practice));
  const auto sets = TRY(data_sets(practice));
  for (std::size_t i = 0; i < days.size(); ++i) {
    // The newest first.
    const auto begun = std::ranges::find_if(runs, [&](const KeptRun& kept) { return kept.run.begun <= days[i]; });
    shown[i] = backups::evidence_from(std::span(begun, runs.end()), alarms_at(all_alarms, days[i]), all, sets,
                                      practice.library().claims, days[i]);
  }
  return shown;
}

}  // namespace garde::actions
