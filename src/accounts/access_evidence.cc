#include "accounts/access_evidence.h"

#include <algorithm>

#include "accounts/register/departure.h"

namespace garde::accounts {
namespace {

using evidence::Claim;
using evidence::Evidence;
using evidence::ProofLevel;

bool is_complete(const Register& register_of) {
  const bool all_used = std::ranges::all_of(
      essential_tools(), [&](IdLiteral tool) { return !register_of.accesses_of(UsedToolId::of(tool)).empty(); });
  const bool all_held =
      std::ranges::none_of(register_of.accesses, [](const Access& access) { return access.holders.empty(); });
  return all_used && all_held && !register_of.people.empty();
}

bool is_shared(const Access& access) { return access.shared || access.holders.size() > 1; }

// The latest audit that found something, unless a later one that read nearly as many accounts did not. Some accounts
// are closed in the meantime; the vault of one person is not the practice's.
template <class Found>
const AuditSummary* unmended(std::span<const AuditSummary> audits, Found found) {
  constexpr std::uint64_t kNearlyPercent = 75;
  const auto last = std::ranges::find_if(audits, found);
  if (last == audits.end()) return nullptr;
  const auto covers = [&](const AuditSummary& later) {
    return later.accounts * 100 >= last->accounts * kNearlyPercent;
  };
  return std::any_of(audits.begin(), last, covers) ? nullptr : &*last;
}

}  // namespace

std::vector<Evidence> evidence_from(const Register& register_of, const evidence::ClaimKinds& kinds) {
  std::vector<Evidence> shown;
  if (!register_of.review || !is_complete(register_of)) return shown;
  const Instant at = register_of.review->at;
  const auto show_of = [&](const Claim& claim, bool holds) {
    shown.push_back(kinds.make(claim, ProofLevel::declared, holds, at, "register of accesses"));
  };
  const auto show = [&](evidence::ClaimLiteral claim, bool holds) { show_of(Claim::of(claim), holds); };
  show("people-known/practice", true);
  show("accesses-reviewed/practice", true);
  show("no-shared-account/practice", std::ranges::none_of(register_of.accesses, is_shared));
  show("leavers-closed/practice", std::ranges::none_of(register_of.people, [&](const Person& person) {
         return still_holds(register_of, person);
       }));
  const auto lends = [](YesNo answer) {
    return [answer](const Person& person) {
      return !person.left_on && person.card != Card::none && person.lends_card == answer;
    };
  };
  if (std::ranges::any_of(register_of.people, lends(YesNo::yes)))
    show("cards-personal/practice", false);
  else if (std::ranges::none_of(register_of.people, lends(YesNo::unknown)))
    show("cards-personal/practice", true);
  for (const IdLiteral tool : essential_tools()) {
    const Claim second_factor{evidence::ClaimKindId::of("second-factor"), evidence::SubjectId::of(tool)};
    const auto accesses = register_of.accesses_of(UsedToolId::of(tool));
    const auto any = [&](YesNo answer) {
      return std::ranges::any_of(accesses, [&](const Access* access) { return access->second_factor == answer; });
    };
    if (any(YesNo::no))
      show_of(second_factor, false);
    else if (!any(YesNo::unknown))
      show_of(second_factor, true);
  }
  return shown;
}

std::vector<Evidence> evidence_from(std::span<const AuditSummary> audits, const evidence::ClaimKinds& kinds) {
  std::vector<Evidence> shown;
  if (audits.empty() || audits.front().accounts == 0) return shown;
  const auto show = [&](evidence::ClaimLiteral claim, const AuditSummary& audit, bool holds) {
    shown.push_back(kinds.make(Claim::of(claim), ProofLevel::measured, holds, audit.at, "audit of passwords"));
  };
  const AuditSummary* const reuse = unmended(audits, [](const AuditSummary& audit) {
    return audit.with(Reason::reused) + audit.with(Reason::near_reused) > 0;
  });
  show("no-password-reused/practice", reuse == nullptr ? audits.front() : *reuse, reuse == nullptr);
  const AuditSummary* const shared =
      unmended(audits, [](const AuditSummary& audit) { return audit.with(Reason::shared) > 0; });
  if (shared != nullptr) show("no-shared-account/practice", *shared, false);
  return shown;
}

}  // namespace garde::accounts
