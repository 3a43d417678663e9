// Auditing an export of passwords in the browser: the file is read, judged, and never stored.
#pragma once

#include <optional>

#include "accounts/audit/audit_report.h"
#include "http/request.h"
#include "web/accounts/register_fields.h"
#include "web/page/frame.h"

namespace garde::web {

struct PersonExport {
  std::string number;  // "1": its two fields are file-1 and person-1
  bool first = false;
};

struct RiskRow {
  std::string account;
  std::string reason_id;
  std::string reason;
  std::string because;
  std::string accepted;  // by whom, until when
};

struct AuditPage {
  Frame frame;
  std::string problem;  // why the last file could not be read, or empty
  std::vector<PersonExport> exports;
  std::string last_audit;
  std::vector<RiskRow> risks;
};

struct ReasonView {
  std::string text;
  std::string accepted;  // why somebody lives with it, or empty
};

struct FindingView {
  std::string anchor;  // of its form on the page
  std::string title;
  std::string detail;  // login and address
  std::string group;   // "Groupe 1", or empty
  std::vector<ReasonView> reasons;
  std::string action;
  std::string strength;
  std::string hidden;                  // that a piece of a password was left out, or empty
  std::string key;                     // empty: nobody can live with its risks while its password stands in it
  std::vector<Choice> reason_choices;  // that can be lived with
};

struct SkippedView {
  std::string line;
  std::string why;
};

struct ExportView {
  std::string name;
  std::string size;  // bytes, for looking for it again
  std::string read;  // "12 comptes lus"
  bool in_clear = false;
  std::vector<std::string> places;  // where it still lies
  std::vector<SkippedView> skipped;
};

struct AuditResultPage {
  Frame frame;
  std::string summary;
  std::vector<FindingView> findings;
  std::vector<FindingView> accepted;  // all of whose reasons somebody lives with
  std::string corpus;
  std::vector<ExportView> exports;
  std::string next_year;  // proposed day of the next look at an accepted risk
};

Result<http::Response> show_audit(Visitor& visitor, const http::Request& request);
Result<http::Response> run_audit(Visitor& visitor, const http::Request& request, http::Form& form);
Result<http::Response> look_for_export(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_risk(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
