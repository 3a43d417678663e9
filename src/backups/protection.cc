#include "backups/protection.h"

namespace garde::backups {
namespace {

// One of the means of protection: an open one is left out of what was judged.
void say(Judging& judging, Outcome outcome, Finding finding) {
  if (outcome == Outcome::not_established)
    judging.judged.leave_out(LeftOut::unanswered, name(finding));
  else
    judging.judged.add();
  judging.found(outcome, std::move(finding));
}

void judge_encrypted(const ProtectionFacts& facts, Judging& judging) {
  if (!facts.encrypted) return say(judging, Outcome::not_established, Remark::encryption_unknown);
  say(judging, *facts.encrypted ? Outcome::passed : Outcome::failed,
      *facts.encrypted ? Remark::encrypted : Remark::not_encrypted);
}

void judge_disconnected(const ProtectionFacts& facts, Judging& judging) {
  if (facts.writable == false) return say(judging, Outcome::passed, Remark::not_writable);
  if (facts.seen_unplugged) return say(judging, Outcome::passed, Remark::seen_unplugged);
  if (facts.another_copy_unplugged) return say(judging, Outcome::passed, Remark::always_plugged_another_not);
  if (!facts.writable) return say(judging, Outcome::not_established, Remark::writable_unknown);
  say(judging, Outcome::failed, Remark::always_plugged);
}

void judge_elsewhere(const ProtectionFacts& facts, Judging& judging) {
  if (facts.same_volume == true) return say(judging, Outcome::failed, Remark::same_volume);
  if (facts.elsewhere) return say(judging, Outcome::passed, Remark::said_elsewhere);
  say(judging, Outcome::passed, Remark::said_here);
}

void judge_retention(const ProtectionFacts& facts, const ProtectedThresholds& thresholds, Judging& judging) {
  if (facts.one_version_only) return say(judging, Outcome::failed, Remark::one_version);
  if (!facts.oldest || !facts.newest) return;
  const Days reach = std::chrono::floor<Days>(*facts.newest - *facts.oldest);
  const auto days = static_cast<std::uint64_t>(reach.count());
  if (reach >= thresholds.retention) return say(judging, Outcome::passed, CountFinding{Count::reaches_back, days});
  say(judging, Outcome::not_established, CountFinding{Count::reaches_back_too_little, days});
}

void judge_hosting(const ProtectionFacts& facts, Judging& judging) {
  if (!facts.hosting_certified) return say(judging, Outcome::not_established, Remark::ask_hosting_certified);
  if (*facts.hosting_certified) return say(judging, Outcome::passed, Remark::said_hosting_certified);
  say(judging, Outcome::failed, Remark::said_hosting_not_certified);
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
  Judging judging(Question::protection);
  if (facts.root_of_an_empty_mount) say(judging, Outcome::failed, Remark::empty_mount_point);
  judge_encrypted(facts, judging);
  judge_disconnected(facts, judging);
  judge_elsewhere(facts, judging);
  judge_retention(facts, thresholds, judging);
  if (facts.online) judge_hosting(facts, judging);
  return std::move(judging).finish({});
}

}  // namespace garde::backups
