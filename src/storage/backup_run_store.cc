#include "storage/backup_run_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/json.hpp>

#include "backups/finding_json.h"
#include "base/as_text.h"
#include "base/checked.h"
#include "evidence/judged_json.h"
#include "storage/digest_column.h"
#include "storage/old_findings.h"

namespace garde::storage {
namespace {

using backups::KeptRun;
using backups::RunId;

constexpr Sql kInsertRun = R"sql(
INSERT INTO backup_run (practice_id, id, destination_id, run_kind, version, backup_kind, folder, begun_at, length_ms,
                        max_age_hours, newest_point_at, level, ending, bytes_total, bytes_read, units_total,
                        units_verified, pieces_verified, losses, encrypted, disconnected, elsewhere)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kInsertCheck = R"sql(
INSERT INTO backup_run_check (practice_id, run_id, position, question, outcome, finding_count, judged)
VALUES (?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kInsertFinding = R"sql(
INSERT INTO backup_run_finding (practice_id, run_id, check_position, position, kind, subject, detail, fields)
VALUES (?, ?, ?, ?, ?, '', '', ?))sql";
constexpr Sql kInsertDataSet = R"sql(
INSERT INTO backup_run_data_set (practice_id, run_id, data_set_id, complete, files, bytes, hit_by_damage,
                                 full_recovery_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr Sql kInsertDrill = R"sql(
INSERT INTO backup_drill (practice_id, run_id, point_id, point_made_at, files_in_point, bytes_in_point, files_restored,
                          bytes_restored, files_opened, files_not_opened, files_wrong, canaries_expected,
                          canaries_back, restoring_ms, digest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr Sql kSelectRuns = R"sql(
SELECT id, destination_id, run_kind, version, backup_kind, folder, begun_at, length_ms, max_age_hours, newest_point_at,
       level, ending, bytes_total, bytes_read, units_total, units_verified, pieces_verified, losses, encrypted,
       disconnected, elsewhere
FROM backup_run WHERE practice_id = ? ORDER BY begun_at DESC, id LIMIT ?)sql";
constexpr Sql kSelectOldestLoaded = R"sql(
SELECT begun_at FROM backup_run WHERE practice_id = ? ORDER BY begun_at DESC, id LIMIT 2 OFFSET ?)sql";
constexpr Sql kSelectRun = R"sql(
SELECT id, destination_id, run_kind, version, backup_kind, folder, begun_at, length_ms, max_age_hours, newest_point_at,
       level, ending, bytes_total, bytes_read, units_total, units_verified, pieces_verified, losses, encrypted,
       disconnected, elsewhere
FROM backup_run WHERE practice_id = ? AND id = ?)sql";
// Of the runs begun from one instant to another.
constexpr Sql kSelectChecks = R"sql(
SELECT run_id, question, outcome, finding_count, judged FROM backup_run_check
WHERE practice_id = ? AND run_id IN (SELECT id FROM backup_run WHERE practice_id = ? AND begun_at BETWEEN ? AND ?)
ORDER BY run_id, position)sql";
constexpr Sql kSelectFindingsOf = R"sql(
SELECT check_position, kind, subject, detail, fields FROM backup_run_finding
WHERE practice_id = ? AND run_id = ? ORDER BY check_position, position)sql";
constexpr Sql kSelectDataSets = R"sql(
SELECT run_id, data_set_id, complete, files, bytes, hit_by_damage, full_recovery_ms FROM backup_run_data_set
WHERE practice_id = ? AND run_id IN (SELECT id FROM backup_run WHERE practice_id = ? AND begun_at BETWEEN ? AND ?)
ORDER BY run_id, data_set_id)sql";
constexpr Sql kSelectDrills = R"sql(
SELECT run_id, point_id, point_made_at, files_in_point, bytes_in_point, files_restored, bytes_restored, files_opened,
       files_not_opened, files_wrong, canaries_expected, canaries_back, restoring_ms, digest
FROM backup_drill
WHERE practice_id = ? AND run_id IN (SELECT id FROM backup_run WHERE practice_id = ? AND begun_at BETWEEN ? AND ?)
)sql";

constexpr Sql kSavePoint = R"sql(
INSERT INTO backup_restore_point (practice_id, destination_id, id, made_at, files, bytes, first_seen_at, last_seen_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (practice_id, destination_id, id)
DO UPDATE SET files = excluded.files, bytes = excluded.bytes, last_seen_at = excluded.last_seen_at)sql";
constexpr Sql kSelectPoints = R"sql(
SELECT id, made_at, files, bytes, first_seen_at, last_seen_at FROM backup_restore_point
WHERE practice_id = ? AND destination_id = ? ORDER BY made_at DESC, id LIMIT ?)sql";

Result<std::uint64_t> read_count(Row& row) {
  const auto count = checked_cast<std::uint64_t>(TRY(row.integer()));
  if (!count) return row.damaged("expected a count");
  return *count;
}

// A time that a backup tells, which may be any: the nearest that reads back as one (see Row::instant).
Instant column(Instant time) { return nearest_readable(time); }
std::optional<Instant> column(std::optional<Instant> time) {
  return time ? std::optional(column(*time)) : std::nullopt;
}

// A count in a column; one that does not fit is not one of ours.
std::int64_t column(std::uint64_t count) {
  return checked_cast<std::int64_t>(count).value_or(std::numeric_limits<std::int64_t>::max());
}

Result<std::optional<std::uint64_t>> read_optional_count(Row& row) {
  const auto count = TRY(row.optional(&Row::integer));
  if (!count) return std::optional<std::uint64_t>();
  if (*count < 0) return row.damaged("expected a count");
  return std::optional(static_cast<std::uint64_t>(*count));
}

Result<backups::Outcome> read_outcome(Row& row) {
  const auto outcome = backups::parse_outcome(TRY(row.text()));
  if (!outcome) return row.damaged("expected an outcome");
  return *outcome;
}

Result<formats::Level> read_level(Row& row) {
  const std::string text = TRY(row.text());
  for (const formats::Level level :
       {formats::Level::listing, formats::Level::structure, formats::Level::authenticated, formats::Level::content})
    if (formats::name(level) == text) return level;
  return row.damaged("expected a level");
}

constexpr std::array kEndings = {
    std::pair{formats::Ending::complete, "complete"}, std::pair{formats::Ending::spent, "spent"},
    std::pair{formats::Ending::stopped, "stopped"}, std::pair{formats::Ending::changed, "changed"}};

std::string_view name_of(formats::Ending ending) {
  return std::ranges::find(kEndings, ending, &std::pair<formats::Ending, const char*>::first)->second;
}

Result<formats::Ending> read_ending(Row& row) {
  const std::string text = TRY(row.text());
  for (const auto& [ending, name] : kEndings)
    if (text == name) return ending;
  return row.damaged("expected an ending");
}

Result<std::optional<backups::Protection>> read_protection(Row& row) {
  if (row.skip_null_rest()) return std::optional<backups::Protection>();
  backups::Protection protection;
  protection.encrypted = TRY(read_outcome(row));
  protection.disconnected = TRY(read_outcome(row));
  protection.elsewhere = TRY(read_outcome(row));
  return std::optional(protection);
}

Result<KeptRun> read_run(Row& row) {
  auto id = TRY(row.id<backups::RunTag>());
  auto destination = TRY(row.id<backups::DestinationTag>());
  const auto kind = backups::parse_run_kind(TRY(row.text()));
  if (!kind) return row.damaged("expected a kind of run");
  KeptRun kept{.id = std::move(id), .destination = std::move(destination), .kind = *kind};
  kept.version = TRY(row.text());
  const auto format = formats::parse_kind(TRY(row.text()));
  if (!format) return row.damaged("expected a kind of backup");
  kept.run.kind = *format;
  kept.run.destination = TRY(row.text());
  kept.run.begun = TRY(row.instant());
  kept.run.length = std::chrono::milliseconds { TRY(row.integer()) };
  kept.max_age = std::chrono::hours { TRY(row.integer()) };
  kept.newest_point = TRY(row.optional(&Row::instant));
  formats::Coverage& coverage = kept.run.coverage;
  coverage.level = TRY(read_level(row));
  coverage.ending = TRY(read_ending(row));
  coverage.bytes_total = { TRY(read_count(row)) };
  coverage.bytes_read = { TRY(read_count(row)) };
  coverage.units_total = TRY(read_count(row));
  coverage.units_verified = TRY(read_count(row));
  coverage.pieces_verified = TRY(read_count(row));
  coverage.losses = TRY(read_count(row));
  kept.run.protection = TRY(read_protection(row));
  return kept;
}

struct OfRun {
  RunId run;
};
struct CheckOfRun : OfRun {
  backups::Check check;
};
Result<CheckOfRun> read_check(Row& row) {
  auto run = TRY(row.id<backups::RunTag>());
  const auto question = backups::parse_question(TRY(row.text()));
  if (!question) return row.damaged("expected a question");
  const auto outcome = TRY(read_outcome(row));
  const auto count = TRY(read_count(row));
  std::optional<backups::Judged> judged;
  if (const auto text = TRY(row.optional(&Row::text))) {
    auto parsed = evidence::parse_judged(*text);
    if (!parsed) return row.damaged("expected what was judged");
    judged = std::move(*parsed);
  }
  return CheckOfRun{{std::move(run)},
                    {.question = *question,
                     .judgement = backups::Judgement::kept(outcome, std::move(judged)),
                     .finding_count = static_cast<std::size_t>(count)}};
}

struct FindingOfCheck {
  std::uint64_t check = 0;
  backups::Finding finding;
};
Result<FindingOfCheck> read_finding(Row& row) {
  const auto check = TRY(read_count(row));
  auto kind = TRY(row.text());
  auto subject = TRY(row.text());
  auto detail = TRY(row.text());
  const auto fields = TRY(row.optional(&Row::text));
  auto finding = fields ? backups::parse_finding(kind, *fields) : old_finding(kind, subject, detail);
  if (!finding) return row.damaged("expected a finding");
  return FindingOfCheck{check, std::move(*finding)};
}

struct DataSetOfRun : OfRun {
  backups::DataSetResult result;
};
Result<DataSetOfRun> read_data_set_of_run(Row& row) {
  auto run = TRY(row.id<backups::RunTag>());
  auto data_set = TRY(row.id<evidence::SubjectTag>());
  backups::DataSetResult result{.data_set = std::move(data_set)};
  result.complete = TRY(read_outcome(row));
  result.files = TRY(read_count(row));
  result.bytes = { TRY(read_count(row)) };
  result.hit_by_damage = TRY(row.boolean());
  if (const auto length = TRY(row.optional(&Row::integer))) result.full_recovery = std::chrono::milliseconds{*length};
  return DataSetOfRun{{std::move(run)}, std::move(result)};
}

struct DrillOfRun : OfRun {
  backups::DrillResult drill;
};
Result<DrillOfRun> read_drill(Row& row) {
  auto run = TRY(row.id<backups::RunTag>());
  backups::DrillResult drill;
  drill.point = TRY(row.text());
  drill.point_time = TRY(row.instant());
  drill.files_in_point = TRY(read_count(row));
  drill.bytes_in_point = { TRY(read_count(row)) };
  drill.files_restored = TRY(read_count(row));
  drill.bytes_restored = { TRY(read_count(row)) };
  drill.files_opened = TRY(read_count(row));
  drill.files_not_opened = TRY(read_count(row));
  drill.files_wrong = TRY(read_count(row));
  drill.canaries_expected = TRY(read_count(row));
  drill.canaries_back = TRY(read_count(row));
  drill.restoring = std::chrono::milliseconds { TRY(row.integer()) };
  drill.digest = TRY(read_digest(row));
  return DrillOfRun{{std::move(run)}, std::move(drill)};
}

Result<SeenPoint> read_point(Row& row) {
  SeenPoint point;
  point.id = TRY(row.text());
  point.made_at = TRY(row.instant());
  point.files = TRY(read_optional_count(row));
  if (const auto bytes = TRY(read_optional_count(row))) point.bytes = ByteCount{*bytes};
  point.first_seen_at = TRY(row.instant());
  point.last_seen_at = TRY(row.instant());
  return point;
}

// Each of `parts` to the run it belongs to.
template <class Part, class Give>
void distribute(std::vector<KeptRun>& runs, std::vector<Part> parts, Give give) {
  std::map<RunId, KeptRun*> by_id;
  for (KeptRun& run : runs) by_id.emplace(run.id, &run);
  for (Part& part : parts)
    if (const auto found = by_id.find(part.run); found != by_id.end()) give(*found->second, std::move(part));
}

// `runs` the newest first. Nothing is read of those that are not among them, but for some begun at the same instant.
Result<void> load_parts(Connection& connection, const PracticeId& practice, std::vector<KeptRun>& runs) {
  if (runs.empty()) return {};
  const Instant first = runs.back().run.begun;
  const Instant last = runs.front().run.begun;
  distribute(runs, TRY(read_all(connection.query(kSelectChecks, {practice, practice, first, last}), read_check)),
             [](KeptRun& run, CheckOfRun part) { run.run.checks.push_back(std::move(part.check)); });
  distribute(runs,
             TRY(read_all(connection.query(kSelectDataSets, {practice, practice, first, last}), read_data_set_of_run)),
             [](KeptRun& run, DataSetOfRun part) { run.run.data_sets.push_back(std::move(part.result)); });
  distribute(runs, TRY(read_all(connection.query(kSelectDrills, {practice, practice, first, last}), read_drill)),
             [](KeptRun& run, DrillOfRun part) { run.drill = std::move(part.drill); });
  return {};
}

std::optional<std::string_view> outcome_column(const std::optional<backups::Protection>& protection,
                                               backups::Outcome backups::Protection::* means) {
  if (!protection) return std::nullopt;
  return backups::name((*protection).*means);
}

Result<void> add_checks(Connection& connection, const PracticeId& practice, const KeptRun& run) {
  std::int64_t check_position = 0;
  for (const backups::Check& check : run.run.checks) {
    TRY(connection.execute(kInsertCheck, {practice, run.id, check_position, backups::name(check.question),
                                          backups::name(check.outcome()), column(check.finding_count),
                                          boost::json::serialize(evidence::to_json(check.judgement.judged()))}));
    std::int64_t position = 0;
    for (const backups::Finding& finding : check.findings)
      TRY(connection.execute(kInsertFinding, {practice, run.id, check_position, position++, name(finding),
                                              boost::json::serialize(backups::finding_fields(finding))}));
    ++check_position;
  }
  return {};
}

}  // namespace

Result<void> add_run(Connection& connection, const PracticeId& practice, const KeptRun& run) {
  GARDE_CHECK(connection.in_transaction());
  const formats::Coverage& coverage = run.run.coverage;
  TRY(connection.execute(kInsertRun, {practice,
                                      run.id,
                                      run.destination,
                                      backups::name(run.kind),
                                      run.version,
                                      formats::name(run.run.kind),
                                      as_text(run.run.destination),
                                      run.run.begun,
                                      run.run.length.count(),
                                      run.max_age.count(),
                                      column(run.newest_point),
                                      formats::name(coverage.level),
                                      name_of(coverage.ending),
                                      column(coverage.bytes_total.value),
                                      column(coverage.bytes_read.value),
                                      column(coverage.units_total),
                                      column(coverage.units_verified),
                                      column(coverage.pieces_verified),
                                      column(coverage.losses),
                                      outcome_column(run.run.protection, &backups::Protection::encrypted),
                                      outcome_column(run.run.protection, &backups::Protection::disconnected),
                                      outcome_column(run.run.protection, &backups::Protection::elsewhere)}));
  TRY(add_checks(connection, practice, run));
  for (const backups::DataSetResult& result : run.run.data_sets) {
    const auto recovery = result.full_recovery ? std::optional(result.full_recovery->count()) : std::nullopt;
    TRY(connection.execute(kInsertDataSet,
                           {practice, run.id, result.data_set, backups::name(result.complete), column(result.files),
                            column(result.bytes.value), result.hit_by_damage, recovery}));
  }
  if (!run.drill) return {};
  const backups::DrillResult& drill = *run.drill;
  TRY(connection.execute(
      kInsertDrill,
      {practice, run.id, as_text(drill.point), column(drill.point_time), column(drill.files_in_point),
       column(drill.bytes_in_point.value), column(drill.files_restored), column(drill.bytes_restored.value),
       column(drill.files_opened), column(drill.files_not_opened), column(drill.files_wrong),
       column(drill.canaries_expected), column(drill.canaries_back), drill.restoring.count(), drill.digest.bytes}));
  return {};
}

Result<std::vector<KeptRun>> load_runs(Connection& connection, const PracticeId& practice) {
  auto runs = TRY(read_all(connection.query(kSelectRuns, {practice, kMaxRunsLoaded}), read_run));
  TRY(load_parts(connection, practice, runs));
  return runs;
}

Result<std::optional<Instant>> runs_loaded_since(Connection& connection, const PracticeId& practice) {
  // The last that is loaded, and the first that is not.
  const auto around = TRY(read_all(connection.query(kSelectOldestLoaded, {practice, kMaxRunsLoaded - 1}),
                                   [](Row& row) { return row.instant(); }));
  return around.size() == 2 ? std::optional(around.front()) : std::nullopt;
}

Result<KeptRun> load_run(Connection& connection, const PracticeId& practice, const RunId& run) {
  auto found = TRY(read_optional(connection.query(kSelectRun, {practice, run}), read_run));
  if (!found) return Error{ErrorKind::not_found, "run " + run.text(), std::nullopt, ""};
  std::vector<KeptRun> runs;
  runs.push_back(std::move(*found));
  TRY(load_parts(connection, practice, runs));
  for (FindingOfCheck& part : TRY(read_all(connection.query(kSelectFindingsOf, {practice, run}), read_finding)))
    if (part.check < runs[0].run.checks.size())
      runs[0].run.checks[part.check].findings.push_back(std::move(part.finding));
  return std::move(runs[0]);
}

Result<void> save_restore_points(Connection& connection, const PracticeId& practice,
                                 const backups::DestinationId& destination,
                                 const std::vector<formats::RestorePoint>& points, Instant now) {
  GARDE_CHECK(connection.in_transaction());
  const std::size_t first = points.size() - std::min<std::size_t>(points.size(), kMaxPointsLoaded);
  for (std::size_t i = first; i < points.size(); ++i) {
    const formats::RestorePoint& point = points[i];
    const auto files = point.files ? std::optional(column(*point.files)) : std::nullopt;
    const auto bytes = point.bytes ? std::optional(column(point.bytes->value)) : std::nullopt;
    TRY(connection.execute(kSavePoint,
                           {practice, destination, as_text(point.id), column(point.time), files, bytes, now, now}));
  }
  return {};
}

Result<std::vector<SeenPoint>> load_restore_points(Connection& connection, const PracticeId& practice,
                                                   const backups::DestinationId& destination) {
  auto points = TRY(read_all(connection.query(kSelectPoints, {practice, destination, kMaxPointsLoaded}), read_point));
  std::ranges::reverse(points);
  return points;
}

}  // namespace garde::storage
