#include "backups/check.h"

#include <algorithm>
#include <cmath>

#include "base/enumerators.h"

namespace garde::backups {
namespace {

// Of each file that it hits, or of none when it tells none.
void add_damage(Check& check, const formats::Damage& damage) {
  DamageFinding found{.consequence = damage.consequence,
                      .damage = damage.kind,
                      .object_kind = damage.subject.kind,
                      .object = damage.subject.name,
                      .within = damage.within,
                      .offset = damage.offset};
  if (damage.affected.paths.empty()) check.add(found);
  for (const formats::Affected::Path& hit : damage.affected.paths) {
    found.path = hit.path;
    found.restore_point = hit.restore_point;
    check.add(found);
  }
}

}  // namespace

Outcome worse(Outcome a, Outcome b) {
  if (a == Outcome::failed || b == Outcome::failed) return Outcome::failed;
  if (a == Outcome::not_established || b == Outcome::not_established) return Outcome::not_established;
  return Outcome::passed;
}

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: return "passed";
    case Outcome::failed: return "failed";
    case Outcome::not_established: return "not_established";
  }
  fail_check("an Outcome outside its enum", __FILE__, __LINE__);
}

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

std::optional<Outcome> parse_outcome(std::string_view text) { return parse_enumerator<Outcome>(text); }

void Check::add(Finding finding) {
  ++finding_count;
  if (findings.size() < kMaxFindings) findings.push_back(std::move(finding));
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
    return;
  }
  ++files_other;
  if (others.size() < kMaxFindings) others.push_back(std::move(file));
}

Check judge_intact(const std::vector<formats::Damage>& damages, const formats::Coverage& coverage) {
  Check check{Question::intact, Outcome::passed, {}, 0};
  for (const formats::Damage& damage : damages) {
    // What only costs space says nothing against the backup.
    if (damage.consequence == formats::Consequence::untidy) continue;
    check.outcome = Outcome::failed;
    add_damage(check, damage);
  }
  for (const formats::Unjudged& unjudged : coverage.unjudged)
    check.add(UnjudgedFinding{unjudged.container, unjudged.piece, unjudged.reason});
  if (coverage.bytes_without_checksum.value > 0) check.add(Remark::without_checksum);
  const bool unproved = coverage.unjudged_count > 0 || coverage.bytes_without_checksum.value > 0;
  if (check.outcome == Outcome::passed && unproved) check.outcome = Outcome::not_established;
  // Found bad is found bad; found nothing counts only if something was looked at, to the end.
  const bool looked = coverage.units_verified > 0 && coverage.ending != formats::Ending::stopped;
  if (check.outcome == Outcome::passed && !looked) {
    check.outcome = Outcome::not_established;
    check.add(Remark::nothing_read);
  }
  return check;
}

Check judge_recent(const std::vector<formats::RestorePoint>& restore_points, std::chrono::hours max_age, Instant now) {
  Check check{Question::recent, Outcome::failed, {}, 0};
  const formats::RestorePoint* newest = nullptr;
  for (const formats::RestorePoint& point : restore_points) {
    if (point.time > now) {
      check.add(PointFinding{PointRemark::from_the_future, point.id, point.time});
    } else if (newest == nullptr || point.time >= newest->time) {
      newest = &point;
    }
  }
  if (newest == nullptr) {
    if (restore_points.empty()) check.add(Remark::no_restore_point);
    return check;
  }
  if (now - newest->time <= max_age) {
    check.outcome = Outcome::passed;
  } else {
    check.add(PointFinding{PointRemark::too_old, newest->id, newest->time});
  }
  return check;
}

Check judge_complete(const std::vector<formats::RestorePoint>& restore_points, const Comparison& comparison) {
  Check check{Question::complete, Outcome::passed, {}, 0};
  if (restore_points.empty()) {
    check.outcome = Outcome::failed;
    check.add(Remark::no_restore_point);
    return check;
  }
  if (comparison.files == 0) {
    check.outcome = Outcome::not_established;
    check.add(Remark::empty_source);
    return check;
  }
  for (const LiveFile& file : comparison.others) {
    switch (file.copy) {
      case Copy::same:
      case Copy::newer: break;
      case Copy::missing:
        check.outcome = worse(check.outcome, Outcome::failed);
        check.add(FileFinding{FileRemark::missing, file.path});
        break;
      case Copy::different:
        check.outcome = worse(check.outcome, Outcome::failed);
        check.add(FileFinding{FileRemark::different, file.path});
        break;
      case Copy::unreadable:
        check.outcome = worse(check.outcome, Outcome::not_established);
        check.add(FileFinding{FileRemark::source_unreadable, file.path});
        break;
    }
  }
  check.finding_count = static_cast<std::size_t>(comparison.files_other);
  if (comparison.files_newer > 0) check.add(CountFinding{Count::changed_since, comparison.files_newer});
  return check;
}

void add_source_findings(Check& check, const std::vector<SourceFinding>& findings) {
  for (const SourceFinding& finding : findings) {
    check.outcome = worse(check.outcome, Outcome::not_established);
    check.add(finding);
  }
}

Check judge_unread(Question question, formats::Kind kind) {
  Check check{question, Outcome::not_established, {}, 0};
  check.add(FormatNotRead{kind});
  return check;
}

Check judge_cut_short(Question question, Remark ending) {
  Check check{question, Outcome::not_established, {}, 0};
  check.add(ending);
  return check;
}

const Check* CheckRun::find(Question question) const {
  const auto found = std::ranges::find(checks, question, &Check::question);
  return found == checks.end() ? nullptr : &*found;
}

Outcome CheckRun::outcome() const {
  Outcome all = Outcome::passed;
  for (const Check& check : checks) all = worse(all, check.outcome);
  return all;
}

std::optional<double> damaged_share_at_most(const CheckRun& run) {
  const bool everything = run.coverage.units_verified >= run.coverage.units_total;
  if (everything || run.coverage.units_verified == 0 || run.coverage.losses > 0) return std::nullopt;
  constexpr double kRuleOfThree = 3;
  return std::min(1.0, kRuleOfThree / static_cast<double>(run.coverage.units_verified));
}

}  // namespace garde::backups
