// Everything an incident's documents are built from. Borrowed for the call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/incident/incident_content.h"
#include "incident/clocks.h"
#include "incident/given_fields.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct IncidentFile {
  std::string practice;  // its name; may be empty
  Instant now;
  text::Zone zone;
  const text::Catalogue& texts;
  const IncidentContent& content;
  const incident::BreachPath& path;
  const incident::RecoveryServices& services;
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

}  // namespace garde::documents
