// What the register of accesses and the last audit of passwords show.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "accounts/audit/audit_report.h"
#include "accounts/register/register.h"
#include "evidence/evidence.h"

namespace garde::accounts {

// The register is somebody's word: declared, as of its last review. A review that left a tool of the four without an
// account, or an account without anybody, shows nothing.
//   people-known, accesses-reviewed, no-shared-account, leavers-closed, cards-personal /practice
//   second-factor/<tool>: every account of the tool has one; one without speaks against it; one unknown says nothing
std::vector<evidence::Evidence> evidence_from(const Register& register_of, const evidence::ClaimKinds& kinds);

// An audit is a measurement: no-password-reused holds when no password was found twice nor in variants; a shared
// account that was seen speaks against no-shared-account. `audits` has the newest first. One speaks for as much as it
// read: what an earlier one found is mended once a later one reads nearly as many accounts and does not find it.
std::vector<evidence::Evidence> evidence_from(std::span<const AuditSummary> audits, const evidence::ClaimKinds& kinds);

}  // namespace garde::accounts
