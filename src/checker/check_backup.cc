#include "checker/check_backup.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include "backups/lines.h"
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

// By restore points of the past too, where one line made them all: they do not say of which they were.
backups::Check judge_automatic(const BackupCheckRequest& request, const backups::CheckRun& run,
                               const CheckSetting& setting) {
  const auto judge = [&](std::set<Instant> times, const std::vector<formats::RestorePoint>& points) {
    for (const formats::RestorePoint& point : points) times.insert(point.time);
    std::vector<backups::LocalTime> locals;
    for (const Instant time : times) locals.push_back(local(setting.zone, time));
    const Date today = setting.zone.day_of(run.begun);
    const auto regularity = backups::regularity_of(locals, today, setting.thresholds.automatic);
    return backups::judge_automatic(regularity, request.jobs, setting.thresholds.automatic);
  };
  const backups::Lines lines = backups::lines_of(run.restore_points);
  if (lines.kept_up.size() <= 1)
    return judge({request.earlier_points.begin(), request.earlier_points.end()}, run.restore_points);
  std::vector<backups::LineCheck> checks;
  for (const backups::Line& line : lines.kept_up) checks.push_back({&line, judge({}, line.points)});
  return backups::worst_of(Question::automatic, std::move(checks));
}

// Where nothing is kept up yet, by the newest of all.
backups::Check judge_recent(const BackupCheckRequest& request, const LookSetting& setting, const backups::CheckRun& run,
                            const backups::Lines& lines) {
  const auto max_age = request.max_age.value_or(setting.thresholds.recent.tolerable_loss);
  if (lines.kept_up.empty()) return backups::judge_recent(run.restore_points, max_age, run.begun);
  std::vector<backups::LineCheck> checks;
  for (const backups::Line& line : lines.kept_up)
    checks.push_back({&line, backups::judge_recent(line.points, max_age, run.begun)});
  backups::Check check = backups::worst_of(Question::recent, std::move(checks));
  for (const backups::Line& line : lines.occasional)
    check.add(backups::finding_of(line, backups::LineRemark::occasional));
  return check;
}

constexpr std::size_t kMostOccasional = 10;  // of the lines that are made now and then, those looked at: the newest
auto newest_occasional(const backups::Lines& lines) {
  return lines.occasional |
         std::views::drop(lines.occasional.size() - std::min(lines.occasional.size(), kMostOccasional));
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
                                                                  const std::vector<formats::RestorePoint>& points) {
  std::map<std::string, crypto::Sha256Digest> planted;
  if (request.canaries.empty()) return planted;
  constexpr std::size_t kPointsLookedAt = 2;
  for (std::size_t i = points.size() - std::min(points.size(), kPointsLookedAt); i < points.size(); ++i)
    TRY(reader.list(
        points[i],
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
  const auto keep = [&](const std::string& id, std::uint64_t files, ByteCount bytes) {
    const auto point = std::ranges::find(points, id, &formats::RestorePoint::id);
    if (id.empty() || point == points.end()) return;
    if (!point->files) point->files = files;
    if (!point->bytes) point->bytes = bytes;
  };
  keep(evidence.newest, evidence.files_now, evidence.bytes_now);
  keep(evidence.before, evidence.files_before, evidence.bytes_before);
}

// The newest of the line that was there when all of them were last found good.
std::string proved_good_of(const backups::Line& line, const BackupCheckRequest& request, const backups::CheckRun& run) {
  const bool is_known = request.proved_good &&
                        std::ranges::find(run.restore_points, *request.proved_good, &formats::RestorePoint::time) !=
                            run.restore_points.end();
  if (!is_known) return {};
  const auto proved = std::ranges::find_if(std::views::reverse(line.points), [&](const formats::RestorePoint& point) {
    return point.time <= *request.proved_good;
  });
  return proved == line.points.rend() ? std::string() : proved->id;
}

Result<backups::Check> judge_attack(const BackupCheckRequest& request, const formats::ArchiveReader& reader,
                                    backups::CheckRun& run, const backups::Lines& lines, const LookSetting& setting) {
  std::vector<backups::LineCheck> checks;
  const auto judge = [&](const backups::Line& line) -> Result<void> {
    AttackRequest looked {
      .proved_good = proved_good_of(line, request, run), .canaries = TRY(planted_files(request, reader, line.points))
      , .stop = request.stop
    };
    if (request.time_limit) looked.spent = [&] { return setting.clock() - run.begun >= *request.time_limit; };
    const auto evidence = TRY(gather_attack_evidence(reader, line.points, setting.attack_rules, looked));
    keep_sizes(evidence, run.restore_points);
    checks.push_back({&line, backups::judge_not_attacked(evidence, setting.attack_rules)});
    return {};
  };
  for (const backups::Line& line : lines.kept_up) TRY(judge(line));
  if (lines.kept_up.empty())
    for (const backups::Line& line : newest_occasional(lines)) TRY(judge(line));
  if (checks.empty()) return backups::judge_not_attacked({}, setting.attack_rules);
  return backups::worst_of(Question::not_attacked, std::move(checks));
}

// What can be compared, against the newest restore point of each line.
Result<backups::Check> judge_complete(const BackupCheckRequest& request, const formats::ArchiveReader& reader,
                                      const LookSetting& setting, backups::CheckRun& run, const backups::Lines& lines,
                                      Reading& reading) {
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
  std::vector<const formats::RestorePoint*> newest;
  for (const backups::Line& line : lines.kept_up) newest.push_back(&backups::newest_of(line.points, run.begun));
  // What was saved by hand, once, can be brought back too.
  for (const backups::Line& line : newest_occasional(lines))
    newest.push_back(&backups::newest_of(line.points, run.begun));
  std::ranges::stable_sort(newest, {}, [](const formats::RestorePoint* point) { return point->time; });
  reading.compared = TRY(compare_sources(reader, newest, sources, options));
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
  const backups::Lines lines = backups::lines_of(run.restore_points);
  run.checks.push_back(TRY(judge_attack(request, reader, run, lines, setting)));
  if (request.max_age || is_asked(request, Question::recent))
    run.checks.push_back(judge_recent(request, setting, run, lines));
  if (!request.sources.empty() || is_asked(request, Question::complete))
    run.checks.push_back(TRY(judge_complete(request, reader, setting, run, lines, reading)));
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
