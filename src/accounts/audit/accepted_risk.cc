#include "accounts/audit/accepted_risk.h"

#include <algorithm>

namespace garde::accounts {

std::optional<Reason> parse_reason(std::string_view text) {
  for (std::size_t i = 0; i < kReasonCount; ++i)
    if (text == name(static_cast<Reason>(i))) return static_cast<Reason>(i);
  return std::nullopt;
}

std::vector<AcceptedRisk> in_force(std::vector<AcceptedRisk> risks, Date today) {
  std::erase_if(risks, [&](const AcceptedRisk& risk) { return risk.review_on <= today; });
  return risks;
}

const AcceptedRisk* accepted(std::span<const AcceptedRisk> risks, const AuditedAccount& account, Reason reason) {
  const auto found = std::ranges::find_if(
      risks, [&](const AcceptedRisk& risk) { return risk.reason == reason && risk.account == account.key; });
  return found == risks.end() ? nullptr : &*found;
}

std::vector<Reason> open_reasons(std::span<const AcceptedRisk> risks, const AuditedAccount& account) {
  std::vector<Reason> open = account.reasons;
  std::erase_if(open, [&](Reason reason) { return accepted(risks, account, reason) != nullptr; });
  return open;
}

}  // namespace garde::accounts
