#include "backups/protection.h"

namespace garde::backups {
namespace {

void lower(Check& check, Outcome outcome) {
  if (check.outcome == Outcome::failed) return;
  if (outcome != Outcome::passed) check.outcome = outcome;
}

void say(Check& check, Outcome outcome, Finding finding) {
  lower(check, outcome);
  check.add(std::move(finding));
}

void judge_encrypted(const ProtectionFacts& facts, Check& check) {
  if (!facts.encrypted) return say(check, Outcome::not_established, Remark::encryption_unknown);
  say(check, *facts.encrypted ? Outcome::passed : Outcome::failed,
      *facts.encrypted ? Remark::encrypted : Remark::not_encrypted);
}

void judge_disconnected(const ProtectionFacts& facts, Check& check) {
  if (facts.writable == false) return say(check, Outcome::passed, Remark::not_writable);
  if (facts.seen_unplugged) return say(check, Outcome::passed, Remark::seen_unplugged);
  if (facts.another_copy_unplugged) return say(check, Outcome::passed, Remark::always_plugged_another_not);
  if (!facts.writable) return say(check, Outcome::not_established, Remark::writable_unknown);
  say(check, Outcome::failed, Remark::always_plugged);
}

void judge_elsewhere(const ProtectionFacts& facts, Check& check) {
  if (facts.same_volume == true) return say(check, Outcome::failed, Remark::same_volume);
  if (facts.elsewhere) return say(check, Outcome::passed, Remark::said_elsewhere);
  say(check, Outcome::passed, Remark::said_here);
}

void judge_retention(const ProtectionFacts& facts, const ProtectedThresholds& thresholds, Check& check) {
  if (facts.one_version_only) return say(check, Outcome::failed, Remark::one_version);
  if (!facts.oldest || !facts.newest) return;
  const Days reach = std::chrono::floor<Days>(*facts.newest - *facts.oldest);
  const auto days = static_cast<std::uint64_t>(reach.count());
  if (reach >= thresholds.retention) return say(check, Outcome::passed, CountFinding{Count::reaches_back, days});
  say(check, Outcome::not_established, CountFinding{Count::reaches_back_too_little, days});
}

void judge_hosting(const ProtectionFacts& facts, Check& check) {
  if (!facts.hosting_certified) return say(check, Outcome::not_established, Remark::ask_hosting_certified);
  if (*facts.hosting_certified) return say(check, Outcome::passed, Remark::said_hosting_certified);
  say(check, Outcome::failed, Remark::said_hosting_not_certified);
}

}  // namespace

Protection protection_of(const ProtectionFacts& facts) {
  Protection protection;
  if (facts.encrypted) protection.encrypted = *facts.encrypted ? Outcome::passed : Outcome::failed;
  if (facts.writable == false || facts.seen_unplugged) {
    protection.disconnected = Outcome::passed;
  } else if (facts.writable) {
    protection.disconnected = Outcome::failed;
  }
  // Where a disk is kept cannot be measured; that it is the very disk of the original can.
  if (facts.same_volume == true) protection.elsewhere = Outcome::failed;
  return protection;
}

Check judge_protected(const ProtectionFacts& facts, const ProtectedThresholds& thresholds) {
  Check check{Question::protection, Outcome::passed, {}, 0};
  if (facts.root_of_an_empty_mount) say(check, Outcome::failed, Remark::empty_mount_point);
  judge_encrypted(facts, check);
  judge_disconnected(facts, check);
  judge_elsewhere(facts, check);
  judge_retention(facts, thresholds, check);
  if (facts.online) judge_hosting(facts, check);
  return check;
}

}  // namespace garde::backups
