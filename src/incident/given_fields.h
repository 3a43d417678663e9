// What a person answered about an incident, read back from its fields: the decision path, the decision, where the
// services stand.
//
// The names and the values of these fields are on disk, as those of entries.h: they are added to, never changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "incident/breach.h"
#include "incident/incident.h"
#include "incident/recovery.h"

namespace garde::incident {

// Several choices in one value: {"patients", "minors"} is kept as "patients minors".
std::string join_choices(const std::vector<std::string>& ids);
std::vector<std::string> split_choices(std::string_view kept);

FieldId breach_field(const BreachQuestionId& question);           // the id of an answer
FieldId breach_evidence_field(const BreachQuestionId& question);  // what shows it, in the person's words
FieldId decision_field();                                         // the name of a Verdict
FieldId decision_reason_field();
FieldId severity_field();                         // the choices' numbers, one for each factor of the scale
FieldId service_field(const ServiceId& service);  // the name of a ServiceState
FieldId reentry_field(const ServiceId& service);  // anything: what was kept on paper is entered again

GivenBreachAnswers breach_answers(const Incident& incident, const BreachPath& path);
// Nothing: nobody decided yet.
std::optional<Verdict> decided(const Incident& incident);
std::string decision_reason(const Incident& incident);
// The severity that was chosen factor by factor; nothing unless each factor has a choice of the scale.
std::optional<Severity> chosen_severity(const Incident& incident, const SeverityScale& scale);
ServiceState state_of(const Incident& incident, const ServiceId& service);
bool is_reentered(const Incident& incident, const ServiceId& service);

}  // namespace garde::incident
