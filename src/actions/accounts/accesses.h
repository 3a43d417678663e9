// The register of accesses, as a person keeps it; and what is kept of audits of passwords.
#pragma once

#include <string>
#include <vector>

#include "accounts/audit/accepted_risk.h"
#include "accounts/audit/audit_report.h"
#include "accounts/exports/backed_up_folder.h"
#include "accounts/register/register.h"
#include "actions/practice/practice.h"
#include "evidence/evidence.h"

namespace garde::actions {

// With the four essential tools, named or not.
Result<accounts::Register> access_register(Practice& practice);

// As typed. Every call returns the problems of the form, or has done its work; not_found for what is not there.

// A tool beside the four. Fields: name, known (an id of the directory, or empty).
struct ToolForm {
  std::string name;
  std::string known;
};
Result<FieldProblems> add_tool(Practice& practice, const ToolForm& form);
Result<FieldProblems> save_tool(Practice& practice, const accounts::UsedToolId& tool, const ToolForm& form);
// With its accounts; one of the four loses its name only.
Result<void> remove_tool(Practice& practice, const accounts::UsedToolId& tool);

// Fields: name, role, card, lends_card, left_on (empty: still there).
struct PersonForm {
  std::string name;
  std::string role;
  std::string card = "unknown";
  std::string lends_card = "unknown";
  std::string left_on;
};
Result<FieldProblems> add_person(Practice& practice, const PersonForm& form);
Result<FieldProblems> save_person(Practice& practice, const accounts::PersonId& person, const PersonForm& form);
Result<void> remove_person(Practice& practice, const accounts::PersonId& person);

// Fields: label, shared, second_factor, holders, recovery_accesses, recovery_others (words, separated by commas).
struct AccessForm {
  std::string label;
  bool shared = false;
  std::string second_factor = "unknown";
  std::vector<std::string> holders;
  std::vector<std::string> recovery_accesses;
  std::string recovery_others;
};
AccessForm form_of(const accounts::Access& access);
Result<FieldProblems> add_access(Practice& practice, const accounts::UsedToolId& tool, const AccessForm& form);
Result<FieldProblems> save_access(Practice& practice, const accounts::AccessId& access, const AccessForm& form);
Result<void> remove_access(Practice& practice, const accounts::AccessId& access);

// Somebody went through all of it. Field: by.
Result<FieldProblems> review_accesses(Practice& practice, const std::string& by);

// Keeps the counts of an audit; nothing else of it. One that left rows unread, or read none, is kept for the reuse it
// found alone: it shows of nothing that it is well.
Result<void> keep_audit(Practice& practice, const accounts::AuditReport& report);
Result<std::vector<accounts::AuditSummary>> kept_audits(Practice& practice);  // the newest first
// What the register and the audits show.
Result<std::vector<evidence::Evidence>> access_evidence(Practice& practice);

// Fields: because, by, review_on (after today, at most a year away).
struct RiskForm {
  std::string account;
  std::string reason;
  std::string because;
  std::string by;
  std::string review_on;
};
Result<FieldProblems> accept_risk(Practice& practice, const RiskForm& form);
Result<void> withdraw_risk(Practice& practice, const std::string& account, const std::string& reason);
Result<std::vector<accounts::AcceptedRisk>> accepted_risks(Practice& practice);

// What an audit of this practice goes by: the tools on which every account has its second factor, its own name, the
// folders its backups copy, what somebody decided to live with.
struct PracticeGrounds {
  std::vector<accounts::ToolId> second_factor_on;
  std::vector<std::string> own_words;
  std::vector<accounts::BackedUpFolder> backed_up;
  std::vector<accounts::AcceptedRisk> accepted;  // those in force today
};
Result<PracticeGrounds> practice_grounds(Practice& practice);

}  // namespace garde::actions
