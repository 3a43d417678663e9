// An incident with all its documents are made of; and the practice's recovery board.
#pragma once

#include "actions/incident/incident.h"
#include "documents/incident/incident_file.h"
#include "documents/incident/incident_kit.h"
#include "documents/incident/incident_register.h"

namespace garde::actions {

struct LoadedIncident {
  std::unique_ptr<const IncidentStatus> status;
  std::string practice;                      // its name
  std::optional<incident::Incident> before;  // as it was when the initial notification was filed

  // Borrows from this and from the practice.
  documents::IncidentFile file(const Practice& practice_in_use) const;
};
Result<std::unique_ptr<const LoadedIncident>> load_incident(Practice& practice, const IncidentId& id);

// A row for each incident whose journal can be read, the newest first, without exercises.
Result<std::vector<documents::RegisterRow>> incident_register(Practice& practice);

Result<incident::RecoverySettings> recovery_settings(Practice& practice);
// All services at once, as typed. Fields: hours-<service>, place-<service>, who-<service>, procedure-<service>.
struct ServiceForm {
  std::string hours;  // "4" or "1,5"; empty: the content's
  std::string place;
  std::string who;
  std::string procedure;
  bool unused = false;
};
Result<FieldProblems> save_recovery_settings(Practice& practice,
                                             const std::map<incident::ServiceId, ServiceForm>& forms);
Result<std::vector<incident::BoardRow>> recovery_board(Practice& practice);

// The practice's own contacts and the public ones, in the order in which to call them.
Result<std::vector<documents::KitContact>> whom_to_call(Practice& practice, incident::Situation situation);
// The kit of today: the first steps are the content's, the contacts those of the practice.
Result<documents::Kit> current_kit(Practice& practice);

}  // namespace garde::actions
