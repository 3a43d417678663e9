#include "actions/incident/exercise_evidence.h"

#include <algorithm>

#include "actions/incident/incident.h"
#include "incident/given_fields.h"

namespace garde::actions {
namespace {

bool notes(const IncidentStatus& status) {
  return std::ranges::any_of(
      status.entries, [](const journal::Entry& entry) { return entry.said.kind.text() == incident::kind::kNote; });
}

bool cared_on_paper(const Practice& practice, const incident::Incident& incident) {
  return std::ranges::any_of(practice.library().recovery_services.services, [&](const incident::Service& service) {
    const incident::ServiceState state = incident::state_of(incident, service.id);
    return state == incident::ServiceState::paper || incident::is_reentered(incident, service.id);
  });
}

}  // namespace

Result<std::vector<evidence::Evidence>> exercise_evidence(Practice& practice) {
  std::vector<evidence::Evidence> all;
  TRY(visit_incidents(practice, [&](const IncidentSummary& summary, const IncidentStatus* status) -> Result<void> {
    if (summary.exercise != incident::Exercise::yes || !summary.closed || !status->journal.is_sound()) return {};
    const incident::Incident& incident = status->incident;
    const auto prove = [&](evidence::ClaimLiteral claim, bool shown) {
      if (shown)
        all.push_back(practice.library().claims.make(evidence::Claim::of(claim), evidence::ProofLevel::measured, true,
                                                     *summary.closed, "rehearsal " + summary.id.text()));
    };
    prove("reflexes-known/practice", notes(*status));
    prove("deadlines-known/practice", incident.declarations.contains(incident::declaration::cnil_initial()));
    prove("paper-kit-ready/practice", cared_on_paper(practice, incident));
    return {};
  }));
  return all;
}

}  // namespace garde::actions
