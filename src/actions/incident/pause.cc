#include "actions/incident/pause.h"

#include "actions/incident/incident.h"

namespace garde::actions {

Pause pause_while_incident(Practice& practice) {
  return Pause([&practice]() -> Result<bool> {
    for (const IncidentSummary& summary : TRY(incidents(practice)))
      if (!summary.closed && summary.exercise == incident::Exercise::no) return true;
    return false;
  });
}

}  // namespace garde::actions
