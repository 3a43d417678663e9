#include "accounts/accepted_risk.h"

#include <algorithm>

namespace garde::accounts {

std::optional<Reason> parse_reason(std::string_view text) {
  for (std::size_t i = 0; i < kReasonCount; ++i)
    if (text == name(static_cast<Reason>(i))) return static_cast<Reason>(i);
  return std::nullopt;
}

const AcceptedRisk* accepted(std::span<const AcceptedRisk> risks, const AuditedAccount& account, Reason reason,
                             Date today) {
  const auto found = std::ranges::find_if(risks, [&](const AcceptedRisk& risk) {
    return risk.reason == reason && risk.account == account.key && today < risk.review_on;
  });
  return found == risks.end() ? nullptr : &*found;
}

}  // namespace garde::accounts
