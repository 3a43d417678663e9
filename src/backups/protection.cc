#include "backups/protection.h"

#include <fmt/format.h>

namespace garde::backups {
namespace {

void lower(Check& check, Outcome outcome) {
  if (check.outcome == Outcome::failed) return;
  if (outcome != Outcome::passed) check.outcome = outcome;
}

void say(Check& check, Outcome outcome, std::string kind, std::string detail = "") {
  lower(check, outcome);
  check.add({std::move(kind), "", std::move(detail)});
}

void judge_encrypted(const ProtectionFacts& facts, Check& check) {
  if (!facts.encrypted) return say(check, Outcome::not_established, "encryption-unknown");
  say(check, *facts.encrypted ? Outcome::passed : Outcome::failed, *facts.encrypted ? "encrypted" : "not-encrypted");
}

void judge_disconnected(const ProtectionFacts& facts, Check& check) {
  if (facts.writable == false) return say(check, Outcome::passed, "not-writable");
  if (facts.seen_unplugged) return say(check, Outcome::passed, "seen-unplugged");
  if (facts.another_copy_unplugged) return say(check, Outcome::passed, "always-plugged-another-not");
  if (!facts.writable) return say(check, Outcome::not_established, "writable-unknown");
  say(check, Outcome::failed, "always-plugged");
}

void judge_elsewhere(const ProtectionFacts& facts, Check& check) {
  if (facts.same_volume == true) return say(check, Outcome::failed, "same-volume");
  if (facts.elsewhere) return say(check, Outcome::passed, "said-elsewhere");
  say(check, Outcome::passed, "said-here");
}

void judge_retention(const ProtectionFacts& facts, const ProtectedThresholds& thresholds, Check& check) {
  if (facts.one_version_only) return say(check, Outcome::failed, "one-version");
  if (!facts.oldest || !facts.newest) return;
  const Days reach = std::chrono::floor<Days>(*facts.newest - *facts.oldest);
  const std::string days = fmt::format("{}", reach.count());
  if (reach >= thresholds.retention) return say(check, Outcome::passed, "reaches-back", days);
  say(check, Outcome::not_established, "reaches-back-too-little", days);
}

void judge_hosting(const ProtectionFacts& facts, Check& check) {
  if (!facts.hosting_certified) return say(check, Outcome::not_established, "ask-hosting-certified");
  if (*facts.hosting_certified) return say(check, Outcome::passed, "said-hosting-certified");
  say(check, Outcome::failed, "said-hosting-not-certified");
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
  if (facts.root_of_an_empty_mount) say(check, Outcome::failed, "empty-mount-point");
  judge_encrypted(facts, check);
  judge_disconnected(facts, check);
  judge_elsewhere(facts, check);
  judge_retention(facts, thresholds, check);
  if (facts.online) judge_hosting(facts, check);
  return check;
}

}  // namespace garde::backups
