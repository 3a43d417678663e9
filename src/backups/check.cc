#include "backups/check.h"

#include <algorithm>
#include <cmath>

#include "base/enumerators.h"

namespace garde::backups {
namespace {

// Of each file that it hits, or of none when it tells none.
void add_damage(Judging& judging, const formats::Damage& damage) {
  DamageFinding found{.consequence = damage.consequence,
                      .damage = damage.kind,
                      .object_kind = damage.subject.kind,
                      .object = damage.subject.name,
                      .within = damage.within,
                      .offset = damage.offset};
  if (damage.affected.paths.empty()) judging.say(found);
  for (const formats::Affected::Path& hit : damage.affected.paths) {
    found.path = hit.path;
    found.restore_point = hit.restore_point;
    judging.say(found);
  }
}

}  // namespace

std::string_view name(Question question) {
  switch (question) {
    case Question::complete: return "complete";
    case Question::recent: return "recent";
    case Question::automatic: return "automatic";
    case Question::protection: return "protected";
    case Question::intact: return "intact";
    case Question::not_attacked: return "not-attacked";
    case Question::restorable: return "restorable";
  }
  fail_check("a Question outside its enum", __FILE__, __LINE__);
}

std::optional<Question> parse_question(std::string_view text) { return parse_enumerator<Question>(text); }

void Check::add(Finding finding) {
  ++finding_count;
  if (findings.size() < kMaxFindings) findings.push_back(std::move(finding));
}

void Judging::found(Outcome outcome, Finding finding) {
  lower(outcome);
  say(std::move(finding));
}

Check Judging::finish(const Enough& enough) && {
  check_.judgement = Judgement::of(worst_, enough, std::move(judged));
  return std::move(check_);
}

void Comparison::add(LiveFile file) {
  ++files;
  bytes += file.size;
  if (file.copy == Copy::same) {
    ++files_same;
    bytes_same += file.size;
    return;
  }
  if (file.copy == Copy::newer) {
    ++files_newer;
    bytes_newer += file.size;
    return;
  }
  ++files_other;
  if (file.copy == Copy::unreadable) {
    ++files_unreadable;
    bytes_unreadable += file.size;
  } else {
    ++files_wrong;
  }
  if (others.size() < kMaxFindings) others.push_back(std::move(file));
}

void Comparison::leave_undrawn(ByteCount size) {
  ++files;
  bytes += size;
  ++files_undrawn;
  bytes_undrawn += size;
}

void Comparison::leave_out(std::uint64_t many, ByteCount size) {
  files += many;
  bytes += size;
  files_unreadable += many;
  files_unnamed += many;
  bytes_unreadable += size;
}

void Comparison::add(const Comparison& source) {
  files += source.files;
  files_same += source.files_same;
  bytes += source.bytes;
  bytes_same += source.bytes_same;
  files_newer += source.files_newer;
  bytes_newer += source.bytes_newer;
  files_other += source.files_other;
  files_wrong += source.files_wrong;
  files_unreadable += source.files_unreadable;
  bytes_unreadable += source.bytes_unreadable;
  files_unnamed += source.files_unnamed;
  files_undrawn += source.files_undrawn;
  bytes_undrawn += source.bytes_undrawn;
  files_passed_over += source.files_passed_over;
  holds_unlisted = holds_unlisted || source.holds_unlisted;
  unlisted.insert(unlisted.end(), source.unlisted.begin(), source.unlisted.end());
  for (const LiveFile& other : source.others)
    if (others.size() < kMaxFindings) others.push_back(other);
}

Check judge_intact(const std::vector<formats::Damage>& damages, const formats::Coverage& coverage) {
  Judging judging(Question::intact);
  for (const formats::Damage& damage : damages) {
    // What only costs space says nothing against the backup.
    if (damage.consequence == formats::Consequence::untidy) continue;
    judging.lower(Outcome::failed);
    add_damage(judging, damage);
  }
  Judged& judged = judging.judged;
  judged.units = coverage.units_verified;
  judged.of = std::max(coverage.units_total, coverage.units_verified);
  judged.bytes = coverage.bytes_read;
  judged.of_bytes = std::max(coverage.bytes_total, coverage.bytes_read);
  for (const formats::Unjudged& unjudged : coverage.unjudged)
    judging.say(UnjudgedFinding{unjudged.container, unjudged.piece, unjudged.reason});
  if (coverage.bytes_without_checksum.value > 0) judging.say(Remark::without_checksum);
  if (coverage.unjudged_count > 0 || coverage.bytes_without_checksum.value > 0) judging.lower(Outcome::not_established);
  // Found bad is found bad; found nothing counts only if something was looked at, to the end.
  const bool looked = coverage.units_verified > 0 && coverage.ending != formats::Ending::stopped;
  if (judging.worst() == Outcome::passed && !looked) judging.found(Outcome::not_established, Remark::nothing_read);
  // A part drawn at random is enough: damaged_share_at_most() says of how much it speaks.
  return std::move(judging).finish({.units_percent = 0, .bytes_percent = 0});
}

Check judge_recent(const std::vector<formats::RestorePoint>& restore_points, std::chrono::hours max_age, Instant now) {
  Judging judging(Question::recent);
  const formats::RestorePoint* newest = nullptr;
  for (const formats::RestorePoint& point : restore_points) {
    if (point.time > now) {
      judging.say(PointFinding{PointRemark::from_the_future, point.id, point.time});
    } else if (newest == nullptr || point.time >= newest->time) {
      newest = &point;
    }
  }
  if (newest == nullptr) {
    judging.lower(Outcome::failed);
    if (restore_points.empty()) judging.say(Remark::no_restore_point);
  } else {
    judging.judged.add();
    if (now - newest->time > max_age)
      judging.found(Outcome::failed, PointFinding{PointRemark::too_old, newest->id, newest->time});
  }
  return std::move(judging).finish({});
}

Check judge_complete(const Comparison& comparison, const std::vector<SourceFinding>& sources) {
  Judging judging(Question::complete);
  Judged& judged = judging.judged;
  for (const LiveFile& file : comparison.others)
    if (file.copy == Copy::unreadable) judged.leave_out(LeftOut::unreadable, file.path, file.size);
  judged.leave_out_many(LeftOut::not_drawn, comparison.files_undrawn, comparison.bytes_undrawn);
  if (comparison.holds_unlisted)
    for (const std::string& part : comparison.unlisted) judged.leave_out(LeftOut::unlisted, part);
  // What was made or changed since is among all, and answers nothing.
  judged.units = comparison.files_same + comparison.files_wrong;
  judged.of = comparison.files;
  judged.of_bytes = comparison.bytes;
  judged.bytes = {comparison.bytes.value - comparison.bytes_newer.value - comparison.bytes_unreadable.value -
                  comparison.bytes_undrawn.value};
  if (comparison.files == 0) judging.found(Outcome::not_established, Remark::empty_source);
  if (comparison.files_wrong > 0) judging.lower(Outcome::failed);
  if (comparison.files_unreadable > 0) judging.lower(Outcome::not_established);
  for (const LiveFile& file : comparison.others) {
    switch (file.copy) {
      case Copy::same:
      case Copy::newer: break;
      case Copy::missing: judging.say(FileFinding{FileRemark::missing, file.path}); break;
      case Copy::different: judging.say(FileFinding{FileRemark::different, file.path}); break;
      case Copy::unreadable: judging.say(FileFinding{FileRemark::source_unreadable, file.path}); break;
    }
  }
  judging.leave_unsaid(static_cast<std::size_t>(comparison.files_other) - comparison.others.size());
  if (comparison.files_newer > 0) judging.say(CountFinding{Count::changed_since, comparison.files_newer});
  for (const SourceFinding& source : sources) judging.found(Outcome::not_established, source);
  // A base that changes all day may be most of the bytes; most of the files rest.
  constexpr Enough kMostFiles{.units_percent = 50, .bytes_percent = 0, .sample_units = 299};
  return std::move(judging).finish(kMostFiles);
}

Check judge_complete_without_points() {
  Judging judging(Question::complete);
  judging.found(Outcome::failed, Remark::no_restore_point);
  return std::move(judging).finish({});
}

const formats::RestorePoint& newest_of(const std::vector<formats::RestorePoint>& points, Instant now) {
  GARDE_CHECK(!points.empty());
  const auto past = std::ranges::find_if(points.rbegin(), points.rend(),
                                         [&](const formats::RestorePoint& point) { return point.time <= now; });
  return past == points.rend() ? points.back() : *past;
}

Check judge_unread(Question question, formats::Kind kind) {
  Judging judging(question);
  judging.found(Outcome::not_established, FormatNotRead{kind});
  return std::move(judging).finish({});
}

Check judge_cut_short(Question question, Remark ending) {
  Judging judging(question);
  judging.found(Outcome::not_established, ending);
  return std::move(judging).finish({});
}

const Check* CheckRun::find(Question question) const {
  const auto found = std::ranges::find(checks, question, &Check::question);
  return found == checks.end() ? nullptr : &*found;
}

Outcome CheckRun::outcome() const {
  Outcome all = checks.empty() ? Outcome::not_established : Outcome::passed;
  for (const Check& check : checks) all = worse(all, check.outcome());
  return all;
}

std::optional<double> damaged_share_at_most(const CheckRun& run) {
  const bool everything = run.coverage.units_verified >= run.coverage.units_total;
  if (everything || run.coverage.units_verified == 0 || run.coverage.losses > 0) return std::nullopt;
  constexpr double kRuleOfThree = 3;
  // Of so few the rule says nothing: "less than all of it" is no confidence.
  const double share = kRuleOfThree / static_cast<double>(run.coverage.units_verified);
  if (share >= 1) return std::nullopt;
  return share;
}

}  // namespace garde::backups
