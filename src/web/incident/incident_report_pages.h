// Report: the deadlines, the decision, what is known, the documents and the state of each declaration.
#pragma once

#include "web/incident/incident_frame.h"

namespace garde::web {

struct ClockView {
  std::string id;
  std::string title;
  std::string state;
  std::string left;  // "Il reste 61 h 12 min"
  bool ticks = false;
  std::int64_t left_seconds = 0;
  std::string due;
  std::string start;
  std::string earliest;
  std::string why;
  bool asks_length = false;
  std::string length_field;
  std::string length;
  bool asks_why = false;
  Url late_address;
  std::string late_reason;
  std::string source;
  std::optional<Url> source_address;
};

struct DocumentView {
  std::string id;
  std::string title;
  std::string state;
  std::string how;
  std::optional<Url> link;
  std::string missing;
  std::vector<Link> forms;
  bool declaration = false;
  Url declare_address;
  std::vector<Choice> states;
  std::string number;
  std::string reason;
};

struct ReportPage {
  IncidentFrame frame;
  std::string advice_title;
  std::string advice_text;
  bool advice_is_serious = false;
  Url risk_address;
  Url facts_address;
  std::vector<ClockView> clocks;
  int pace = 1;  // how many seconds of the deadlines pass in one
  Url moment_address;
  std::vector<Choice> moments;
  std::string moment_at;
  std::string moment_reason;
  std::vector<DocumentView> documents;
  Url next;
};

struct RiskQuestion {
  std::string id;
  std::string title;
  std::string help;
  std::vector<Choice> answers;
  std::string evidence_label;
  std::string evidence;
};
struct RiskReasonView {
  std::string text;
  std::vector<Link> sources;
};
struct FactorView {
  std::string id;
  std::string title;
  std::vector<Choice> choices;
};
struct RiskPage {
  IncidentFrame frame;
  Url back;
  Url action;
  std::vector<RiskQuestion> questions;
  std::string advice_title;
  std::string advice_text;
  bool is_serious = false;
  std::string in_doubt;
  std::vector<RiskReasonView> reasons;
  std::vector<Link> sources;
  Url decide_action;
  std::vector<Choice> verdicts;
  std::string reason;
  std::string severity_caveat;
  std::vector<FactorView> factors;
  std::string severity;
  Url severity_action;
  std::vector<Link> severity_sources;
  Url facts_address;
};

struct FactField {
  std::string id;
  std::string title;
  bool multiline = false;
  std::string value;
  std::string input;  // "radio" or "checkbox"
  std::vector<Choice> options;
};
struct FactGroup {
  std::string title;
  std::vector<FactField> fields;
};
struct FactsPage {
  IncidentFrame frame;
  Url back;
  Url action;
  std::vector<FactGroup> groups;
};

Result<http::Response> show_report(Visitor& visitor, const http::Request& request);
Result<http::Response> save_moment(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_declaration(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_late_reason(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_risk(Visitor& visitor, const http::Request& request);
Result<http::Response> save_risk_answers(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_decision(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_severity(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_facts(Visitor& visitor, const http::Request& request);
Result<http::Response> save_facts(Visitor& visitor, const http::Request& request, const http::Form& form);
// "/incidents/…/documents/cnil-initial?as=pdf&labels=draft"
Result<http::Response> send_incident_document(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
