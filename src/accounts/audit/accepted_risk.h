// What somebody decided to live with, and until when.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "accounts/audit/audit.h"
#include "base/instant.h"

namespace garde::accounts {

struct AcceptedRisk {
  std::string account;  // AuditedAccount::key
  Reason reason{};
  std::string because;
  std::string accepted_by;
  Instant accepted_at;
  Date review_on;  // from this day on it is a finding again
  bool operator==(const AcceptedRisk&) const = default;
};

std::optional<Reason> parse_reason(std::string_view text);

// Those that still cover something today.
std::vector<AcceptedRisk> in_force(std::vector<AcceptedRisk> risks, Date today);

// Of `risks`, all in force, the one that covers this reason about this account; null when none does.
const AcceptedRisk* accepted(std::span<const AcceptedRisk> risks, const AuditedAccount& account, Reason reason);
// The reasons of the account that none covers, in their order.
std::vector<Reason> open_reasons(std::span<const AcceptedRisk> risks, const AuditedAccount& account);

}  // namespace garde::accounts
