// The register of breaches (GDPR article 33.5): every incident, notified or not, with the reasons.
#pragma once

#include "documents/incident/incident_file.h"

namespace garde::documents {

// One incident, in the words of its own journal. Exercises belong to no register.
struct RegisterRow {
  std::string incident;
  std::string facts;
  std::string effects;
  std::string measures;
  std::string notified;  // to the CNIL: when, which number; or why not
  std::string persons;   // told, or not and why
  std::string state;     // open, closed
};

RegisterRow register_row(const IncidentFile& file);

// Semicolons and a byte order mark, as spreadsheets in France read it.
std::string register_csv(const std::vector<RegisterRow>& rows, const text::Catalogue& texts);
Result<std::string> register_pdf(const std::vector<RegisterRow>& rows, const std::string& practice, Date day,
                                 const text::Catalogue& texts);

}  // namespace garde::documents
