#include "incident/given_fields.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace garde::incident {
namespace {

// No choice has this number.
constexpr std::size_t kNoChoice = SIZE_MAX;

std::size_t number_of(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return code == std::errc{} && end == digits.data() + digits.size() ? number : kNoChoice;
}

}  // namespace

std::string join_choices(const std::vector<std::string>& ids) {
  std::string joined;
  for (const std::string& id : ids) joined += (joined.empty() ? "" : " ") + id;
  return joined;
}

std::vector<std::string> split_choices(std::string_view kept) {
  std::vector<std::string> ids;
  while (!kept.empty()) {
    const std::size_t space = std::min(kept.find(' '), kept.size());
    if (space > 0) ids.emplace_back(kept.substr(0, space));
    kept.remove_prefix(std::min(space + 1, kept.size()));
  }
  return ids;
}

// Ids of content are short enough for what stands around them.
FieldId breach_field(const BreachQuestionId& question) {
  return FieldId::parse(fmt::format("breach-{}", question.text())).take();
}
FieldId breach_evidence_field(const BreachQuestionId& question) {
  return FieldId::parse(fmt::format("breach-{}-evidence", question.text())).take();
}
FieldId decision_field() { return FieldId::of("breach-decision"); }
FieldId decision_reason_field() { return FieldId::of("breach-decision-reason"); }
FieldId severity_field() { return FieldId::of("breach-severity"); }
FieldId service_field(const ServiceId& service) {
  return FieldId::parse(fmt::format("service-{}", service.text())).take();
}
FieldId reentry_field(const ServiceId& service) {
  return FieldId::parse(fmt::format("reentry-{}", service.text())).take();
}

GivenBreachAnswers breach_answers(const Incident& incident, const BreachPath& path) {
  GivenBreachAnswers given;
  for (const BreachQuestion& question : path.questions())
    if (const auto answer = BreachAnswerId::parse(incident.field(breach_field(question.id))))
      given.emplace(question.id, GivenBreachAnswer{*answer, incident.field(breach_evidence_field(question.id))});
  return given;
}

std::optional<Verdict> decided(const Incident& incident) { return parse_verdict(incident.field(decision_field())); }
std::string decision_reason(const Incident& incident) { return incident.field(decision_reason_field()); }

std::optional<Severity> chosen_severity(const Incident& incident, const SeverityScale& scale) {
  std::vector<std::size_t> choices;
  for (const std::string& digits : split_choices(incident.field(severity_field())))
    choices.push_back(number_of(digits));
  return severity_of(scale, choices);
}

ServiceState state_of(const Incident& incident, const ServiceId& service) {
  return parse_service_state(incident.field(service_field(service))).value_or(ServiceState::unknown);
}

bool is_reentered(const Incident& incident, const ServiceId& service) {
  return !incident.field(reentry_field(service)).empty();
}

}  // namespace garde::incident
