// What somebody decided to live with, and until when.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "accounts/audit.h"
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

// The risk that covers this reason about this account today; null when none does.
const AcceptedRisk* accepted(std::span<const AcceptedRisk> risks, const AuditedAccount& account, Reason reason,
                             Date today);

}  // namespace garde::accounts
