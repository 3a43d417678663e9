// Everything an incident's documents are built from. Borrowed for the call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/incident/incident_content.h"
#include "incident/breach.h"
#include "incident/clocks.h"
#include "incident/recovery.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct IncidentFile {
  std::string practice;  // its name; may be empty
  Instant now;
  const text::Zone& zone;
  const text::Catalogue& texts;
  const IncidentContent& content;
  const incident::BreachPath& path;
  const incident::RecoveryServices& services;
  std::vector<incident::BoardRow> board;  // of the practice: its order, without what it does not have
  const incident::Rules& rules;
  const incident::Incident& incident;
  const std::vector<journal::Entry>& entries;
  std::vector<incident::Clock> clocks;
  // As it stood when the declaration that a complement completes was filed; nothing before.
  std::optional<incident::Incident> before;
  std::string witness;  // of the journal's last entry, in words; may be empty

  Date day() const { return zone.day_of(now); }
  bool is_exercise() const { return incident.exercise == incident::Exercise::yes; }
};

// The answers of the decision path that were recorded, and the decision.
incident::GivenBreachAnswers breach_answers(const incident::Incident& incident, const incident::BreachPath& path);
std::optional<incident::Verdict> decided(const incident::Incident& incident);

// The fields they are recorded in: "breach-exfiltration", "breach-exfiltration-evidence", "breach-decision"…
incident::FieldId breach_field(const incident::BreachQuestionId& question);
incident::FieldId breach_evidence_field(const incident::BreachQuestionId& question);
incident::FieldId decision_field();
incident::FieldId decision_reason_field();
incident::FieldId severity_field();                                   // the choices' numbers, joined by spaces
incident::FieldId service_field(const incident::ServiceId& service);  // a ServiceState
incident::FieldId reentry_field(const incident::ServiceId& service);  // "done"
incident::ServiceState state_of(const incident::Incident& incident, const incident::ServiceId& service);

}  // namespace garde::documents
