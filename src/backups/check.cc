#include "backups/check.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/parse_name.h"
#include "base/utf8.h"

namespace garde::backups {
namespace {

std::string place_of(const formats::Damage& damage) {
  std::string place = damage.subject.name;
  if (!damage.within.empty()) place = fmt::format("{} in {}", place, damage.within);
  if (damage.offset) place += fmt::format(" at byte {}", *damage.offset);
  return place;
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

std::optional<Question> parse_question(std::string_view text) {
  return parse_name({Question::complete, Question::recent, Question::automatic, Question::protection, Question::intact,
                     Question::not_attacked, Question::restorable},
                    text);
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  return parse_name({Outcome::passed, Outcome::failed, Outcome::not_established}, text);
}

std::string_view name(SourceTrouble trouble) {
  switch (trouble) {
    case SourceTrouble::not_there: return "source-not-there";
    case SourceTrouble::empty: return "source-empty";
    case SourceTrouble::not_mounted: return "source-not-mounted";
    case SourceTrouble::stale: return "source-stale";
    case SourceTrouble::same_volume: return "source-same-volume";
  }
  fail_check("a SourceTrouble outside its enum", __FILE__, __LINE__);
}

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
    const std::string kind = fmt::format("damage-{}", formats::name(damage.consequence));
    if (damage.affected.paths.empty()) check.add({kind, place_of(damage), std::string(formats::name(damage.kind))});
    for (const formats::Affected::Path& hit : damage.affected.paths)
      check.add({kind, hit.path, fmt::format("{}: {}", formats::name(damage.kind), place_of(damage))});
  }
  for (const formats::Unjudged& unjudged : coverage.unjudged)
    check.add({"unjudged", unjudged.piece.empty() ? unjudged.container : unjudged.container + ": " + unjudged.piece,
               unjudged.reason});
  if (coverage.bytes_without_checksum.value > 0) check.add({"without-checksum", "", ""});
  const bool unproved = coverage.unjudged_count > 0 || coverage.bytes_without_checksum.value > 0;
  if (check.outcome == Outcome::passed && unproved) check.outcome = Outcome::not_established;
  // Found bad is found bad; found nothing counts only if something was looked at, to the end.
  const bool looked = coverage.units_verified > 0 && coverage.ending != formats::Ending::stopped;
  if (check.outcome == Outcome::passed && !looked) {
    check.outcome = Outcome::not_established;
    check.add({"nothing-read", "", ""});
  }
  return check;
}

Check judge_recent(const std::vector<formats::RestorePoint>& restore_points, std::chrono::hours max_age, Instant now) {
  Check check{Question::recent, Outcome::failed, {}, 0};
  const formats::RestorePoint* newest = nullptr;
  for (const formats::RestorePoint& point : restore_points) {
    if (point.time > now) {
      check.add({"from-the-future", point.id, to_iso(point.time)});
    } else if (newest == nullptr || point.time >= newest->time) {
      newest = &point;
    }
  }
  if (newest == nullptr) {
    if (restore_points.empty()) check.add({"no-restore-point", "", ""});
    return check;
  }
  if (now - newest->time <= max_age) {
    check.outcome = Outcome::passed;
  } else {
    check.add({"too-old", newest->id, to_iso(newest->time)});
  }
  return check;
}

Check judge_complete(const std::vector<formats::RestorePoint>& restore_points, const Comparison& comparison) {
  Check check{Question::complete, Outcome::passed, {}, 0};
  if (restore_points.empty()) {
    check.outcome = Outcome::failed;
    check.add({"no-restore-point", "", ""});
    return check;
  }
  if (comparison.files == 0) {
    check.outcome = Outcome::not_established;
    check.add({"empty-source", "", ""});
    return check;
  }
  for (const LiveFile& file : comparison.others) {
    switch (file.copy) {
      case Copy::same:
      case Copy::newer: break;
      case Copy::missing:
        check.outcome = worse(check.outcome, Outcome::failed);
        check.add({"missing", file.path, ""});
        break;
      case Copy::different:
        check.outcome = worse(check.outcome, Outcome::failed);
        check.add({"different", file.path, ""});
        break;
      case Copy::unreadable:
        check.outcome = worse(check.outcome, Outcome::not_established);
        check.add({"source-unreadable", file.path, ""});
        break;
    }
  }
  check.finding_count = static_cast<std::size_t>(comparison.files_other);
  if (comparison.files_newer > 0) check.add({"changed-since", "", fmt::format("{}", comparison.files_newer)});
  return check;
}

void add_source_findings(Check& check, const std::vector<SourceFinding>& findings) {
  for (const SourceFinding& finding : findings) {
    // A copy on the disk of the original is judged by the question about protection; here it is only said.
    if (finding.trouble == SourceTrouble::not_there || finding.trouble == SourceTrouble::empty ||
        finding.trouble == SourceTrouble::not_mounted || finding.trouble == SourceTrouble::stale)
      check.outcome = worse(check.outcome, Outcome::not_established);
    check.add({std::string(name(finding.trouble)), finding.source, finding.detail});
  }
}

Check judge_unread(Question question, std::string_view kind) {
  Check check{question, Outcome::not_established, {}, 0};
  check.add({std::string(kind) + "-not-read", "", ""});
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
