#include "checker/check_backup.h"

#include <algorithm>
#include <map>
#include <set>

#include "checker/attack_evidence.h"
#include "checker/places.h"
#include "io/disk_tree.h"
#include "io/volume.h"

namespace garde::checker {
namespace {

using backups::Question;

// What the checks look at, gathered in one reading.
struct Reading {
  std::vector<formats::Damage> damages;
  std::optional<ComparedSources> compared;
};

bool is_asked(const BackupCheckRequest& request, Question question) {
  return std::ranges::find(request.also, question) != request.also.end();
}

Result<formats::Coverage> verify(const BackupCheckRequest& request, const formats::ArchiveReader& reader, Instant begun,
                                 const std::function<Instant()>& clock, Reading& reading) {
  formats::VerifyRequest verify{.level = request.level, .scope = request.scope, .now = begun};
  verify.memory = request.memory;
  if (request.time_limit) verify.spent = [&] { return clock() - begun >= *request.time_limit; };
  verify.on_progress = request.on_progress;
  verify.stop = request.stop;
  return reader.verify(verify, [&](const formats::Damage& damage) { reading.damages.push_back(damage); });
}

backups::LocalTime local(const text::Zone& zone, Instant time) {
  const auto there = time + zone.offset_at(time);
  const auto midnight = std::chrono::floor<Days>(there);
  return {Date{midnight}, std::chrono::floor<std::chrono::minutes>(there - midnight)};
}

backups::Check judge_automatic(const BackupCheckRequest& request, const backups::CheckRun& run,
                               const CheckSetting& setting) {
  std::set<Instant> times(request.earlier_points.begin(), request.earlier_points.end());
  for (const formats::RestorePoint& point : run.restore_points) times.insert(point.time);
  std::vector<backups::LocalTime> locals;
  for (const Instant time : times) locals.push_back(local(setting.zone, time));
  const Date today = setting.zone.day_of(run.begun);
  const auto regularity = backups::regularity_of(locals, today, setting.thresholds.automatic);
  return backups::judge_automatic(regularity, request.jobs, setting.thresholds.automatic);
}

// What the place of the destination tells, and its kind.
backups::ProtectionFacts facts_found(const BackupCheckRequest& request, const BackupKind& kind) {
  backups::ProtectionFacts facts;
  std::vector<std::string> live;
  for (const LiveSource& source : request.sources)
    if (source.source.kind != backups::SourceKind::database) live.push_back(source.source.place);
  add_facts_of_place(request.destination, live, facts);
  if (kind.encrypted && (*kind.encrypted || !facts.encrypted)) facts.encrypted = kind.encrypted;
  facts.one_version_only = kind.one_version_only;
  return facts;
}

// With what the practice says of it.
backups::ProtectionFacts protection_facts(const BackupCheckRequest& request, const Looked& looked) {
  backups::ProtectionFacts facts = request.facts;
  facts.encrypted = looked.facts.encrypted;
  facts.same_volume = looked.facts.same_volume;
  facts.writable = looked.facts.writable;
  facts.root_of_an_empty_mount = looked.facts.root_of_an_empty_mount;
  facts.one_version_only = looked.facts.one_version_only;
  for (const formats::RestorePoint& point : looked.run.restore_points) {
    facts.oldest = std::min(facts.oldest.value_or(point.time), point.time);
    facts.newest = std::max(facts.newest.value_or(point.time), point.time);
  }
  return facts;
}

std::vector<LiveSource> with_disks_looked_for(std::vector<LiveSource> sources) {
  for (LiveSource& live : sources)
    if (live.source.kind != backups::SourceKind::database) live.unmounted = io::unmounted_place_of(live.source.place);
  return sources;
}

// Where the planted files lie in the newest restore point, or lay in the one before.
Result<std::map<std::string, crypto::Sha256Digest>> planted_files(const BackupCheckRequest& request,
                                                                  const formats::ArchiveReader& reader,
                                                                  const backups::CheckRun& run) {
  std::map<std::string, crypto::Sha256Digest> planted;
  if (request.canaries.empty()) return planted;
  constexpr std::size_t kPointsLookedAt = 2;
  const std::size_t points = run.restore_points.size();
  for (std::size_t i = points - std::min(points, kPointsLookedAt); i < points; ++i)
    TRY(reader.list(
        run.restore_points[i],
        [&](const formats::Node& node) -> Result<void> {
          const std::string_view name = base_name(node.path);
          const auto canary = std::ranges::find(request.canaries, name, &ExpectedCanary::file_name);
          if (canary != request.canaries.end()) planted.emplace(node.path, canary->sha256);
          return {};
        },
        [](const formats::Damage&) {}));
  return planted;
}

// How much they hold, of the restore points whose listings were read and that did not tell it themselves.
void keep_sizes(const backups::AttackEvidence& evidence, std::vector<formats::RestorePoint>& points) {
  if (!evidence.listed_all) return;
  const auto keep = [](formats::RestorePoint& point, std::uint64_t files, ByteCount bytes) {
    if (!point.files) point.files = files;
    if (!point.bytes) point.bytes = bytes;
  };
  if (!points.empty()) keep(points.back(), evidence.files_now, evidence.bytes_now);
  if (points.size() > 1) keep(points[points.size() - 2], evidence.files_before, evidence.bytes_before);
}

Result<backups::Check> judge_attack(const BackupCheckRequest& request, const formats::ArchiveReader& reader,
                                    backups::CheckRun& run, const LookSetting& setting) {
  const auto proved = request.proved_good
                          ? std::ranges::find(run.restore_points, *request.proved_good, &formats::RestorePoint::time)
                          : run.restore_points.end();
  AttackRequest looked {
    .proved_good = proved == run.restore_points.end() ? std::string() : proved->id,
    .canaries = TRY(planted_files(request, reader, run))
    , .stop = request.stop
  };
  if (request.time_limit) looked.spent = [&] { return setting.clock() - run.begun >= *request.time_limit; };
  const auto evidence = TRY(gather_attack_evidence(reader, run.restore_points, setting.attack_rules, looked));
  keep_sizes(evidence, run.restore_points);
  return backups::judge_not_attacked(evidence, setting.attack_rules);
}

// What can be compared, against the newest restore point.
Result<backups::Check> judge_complete(const BackupCheckRequest& request, const formats::ArchiveReader& reader,
                                      const LookSetting& setting, backups::CheckRun& run, Reading& reading) {
  if (request.sources.empty()) {
    backups::Judging judging(Question::complete);
    judging.found(backups::Outcome::not_established, backups::Remark::no_source);
    return std::move(judging).finish({});
  }
  if (run.restore_points.empty()) {
    backups::Check check = backups::judge_complete_without_points();
    for (const LiveSource& source : request.sources)
      if (source.data_set) run.data_sets.push_back({*source.data_set, backups::Outcome::failed});
    return check;
  }
  const CompareOptions options{setting.thresholds.compare_limit, setting.thresholds.stale_source, run.begun,
                               request.stop};
  const std::vector<LiveSource> sources = with_disks_looked_for(request.sources);
  reading.compared = TRY(compare_sources(reader, backups::newest_of(run.restore_points, run.begun), sources, options));
  mark_hit(*reading.compared, request.sources, reading.damages);
  run.data_sets = reading.compared->data_sets;
  return backups::judge_complete(reading.compared->comparison, reading.compared->findings);
}

// Those that this request has answered: two always, two when what they need is given.
std::vector<Question> questions_of(const BackupCheckRequest& request) {
  std::vector<Question> questions;
  for (const Question question : {Question::intact, Question::not_attacked, Question::recent, Question::complete,
                                  Question::automatic, Question::protection}) {
    const bool always = question == Question::intact || question == Question::not_attacked;
    const bool given = (question == Question::recent && request.max_age) ||
                       (question == Question::complete && !request.sources.empty());
    if (always || given || is_asked(request, question)) questions.push_back(question);
  }
  return questions;
}

backups::CheckRun unread(const BackupCheckRequest& request, backups::CheckRun run, const BackupKind& kind) {
  run.kind = kind.kind;
  for (const Question question : questions_of(request))
    run.checks.push_back(backups::judge_unread(question, kind.kind));
  return run;
}

}  // namespace

Result<Looked> look_at_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                              const LookSetting& setting) {
  Looked looked;
  backups::CheckRun& run = looked.run;
  run.begun = setting.clock();
  run.destination = request.destination;
  run.scope = request.scope;
  const auto tree = TRY(io::DiskTree::open(request.destination));
  auto opened = open_backup(*tree, request.kind, password);
  if (!opened) {
    Error error = opened.error();
    if (error.subject.empty()) error.subject = request.destination;
    return error;
  }
  looked.is_read = opened->reader != nullptr;
  if (!looked.is_read) {
    run = unread(request, std::move(run), opened->kind);
    return looked;
  }
  const formats::ArchiveReader& reader = *opened->reader;
  Reading reading;
  run.kind = opened->kind.kind;
  // verify() reports the same again.
  run.restore_points = TRY(reader.restore_points([](const formats::Damage&) {}));
  run.coverage = TRY(verify(request, reader, run.begun, setting.clock, reading));
  if (request.stop.stop_requested()) return Error{ErrorKind::cancelled, request.destination, std::nullopt, ""};

  run.checks.push_back(backups::judge_intact(reading.damages, run.coverage));
  run.checks.push_back(TRY(judge_attack(request, reader, run, setting)));
  if (request.max_age || is_asked(request, Question::recent))
    run.checks.push_back(backups::judge_recent(
        run.restore_points, request.max_age.value_or(setting.thresholds.recent.tolerable_loss), run.begun));
  if (!request.sources.empty() || is_asked(request, Question::complete))
    run.checks.push_back(TRY(judge_complete(request, reader, setting, run, reading)));
  if (is_asked(request, Question::protection)) looked.facts = facts_found(request, opened->kind);
  return looked;
}

backups::CheckRun check_cut_short(const BackupCheckRequest& request, formats::Kind kind, backups::Remark ending,
                                  Instant begun, Instant now) {
  backups::CheckRun run;
  run.destination = request.destination;
  run.kind = kind;
  run.begun = begun;
  for (const Question question : questions_of(request))
    run.checks.push_back(backups::judge_cut_short(question, ending));
  run.coverage = {.level = request.level, .ending = formats::Ending::stopped};
  run.scope = request.scope;
  run.length = now - begun;
  return run;
}

backups::CheckRun conclude_check(const BackupCheckRequest& request, Looked looked, const CheckSetting& setting) {
  backups::CheckRun& run = looked.run;
  if (looked.is_read && is_asked(request, Question::automatic))
    run.checks.push_back(judge_automatic(request, run, setting));
  if (looked.is_read && is_asked(request, Question::protection)) {
    const backups::ProtectionFacts facts = protection_facts(request, looked);
    run.checks.push_back(backups::judge_protected(facts, setting.thresholds.protection));
    run.protection = backups::protection_of(facts);
  }
  run.length = setting.clock() - run.begun;
  return std::move(run);
}

Result<backups::CheckRun> check_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                                       const CheckSetting& setting) {
  Looked looked = TRY(look_at_backup(request, password, {setting.thresholds, setting.attack_rules, setting.clock}));
  return conclude_check(request, std::move(looked), setting);
}

}  // namespace garde::checker
