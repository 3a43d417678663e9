// What is kept of audits of passwords: counts and days, and what somebody decided to live with.
#pragma once

#include "accounts/audit/accepted_risk.h"
#include "accounts/audit/audit_report.h"
#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

Result<void> add_password_audit(Connection& connection, const PracticeId& practice,
                                const accounts::AuditSummary& audit);
// The newest first; those of the last years.
Result<std::vector<accounts::AuditSummary>> load_password_audits(Connection& connection, const PracticeId& practice);

Result<void> save_accepted_risk(Connection& connection, const PracticeId& practice, const accounts::AcceptedRisk& risk);
Result<void> remove_accepted_risk(Connection& connection, const PracticeId& practice, std::string_view account,
                                  accounts::Reason reason);
Result<std::vector<accounts::AcceptedRisk>> load_accepted_risks(Connection& connection, const PracticeId& practice);

}  // namespace garde::storage
