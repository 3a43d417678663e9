#include "documents/incident/incident_entry.h"

#include <fmt/format.h>

#include "documents/incident/incident_values.h"
#include "incident/entries.h"

namespace garde::documents {
namespace {

std::string field_title(const IncidentFile& file, const journal::FieldId& id) {
  if (const IncidentField* field = file.content.find(id)) return field->title;
  for (const incident::BreachQuestion& question : file.path.questions()) {
    if (incident::breach_field(question.id) == id) return question.title;
    if (incident::breach_evidence_field(question.id) == id)
      return file.texts.sentence({"incident-document.entry.evidence", {{"question", question.title}}});
  }
  for (const incident::Service& service : file.services.services) {
    if (incident::service_field(service.id) == id) return service.title;
    if (incident::reentry_field(service.id) == id)
      return file.texts.sentence({"incident-document.entry.reentry", {{"service", service.title}}});
  }
  if (id == incident::decision_field()) return file.texts.sentence("incident-document.value.decision");
  if (id == incident::decision_reason_field()) return file.texts.sentence("incident-document.entry.decision-reason");
  if (id == incident::severity_field()) return file.texts.sentence("incident-document.value.severity");
  return id.text();
}

std::string field_words(const IncidentFile& file, const journal::FieldId& id, const std::string& stored) {
  if (stored.empty()) return file.texts.sentence("incident-document.entry.taken-back");
  if (const IncidentField* field = file.content.find(id); field != nullptr && field->list) {
    std::vector<std::string> labels;
    for (const std::string& choice : incident::split_choices(stored))
      for (const ValueItem& item : file.content.find(*field->list)->items)
        if (item.id == choice) labels.push_back(item.label.cnil);
    return text::list(labels);
  }
  for (const incident::BreachQuestion& question : file.path.questions())
    if (incident::breach_field(question.id) == id)
      for (const incident::BreachAnswer& answer : question.answers)
        if (answer.id.text() == stored) return answer.text;
  if (id == incident::decision_field())
    if (const auto verdict = incident::parse_verdict(stored))
      return file.texts.sentence(fmt::format("incident-document.decision.{}", incident::name(*verdict)));
  for (const incident::Service& service : file.services.services) {
    if (incident::service_field(service.id) == id)
      if (const auto state = incident::parse_service_state(stored))
        return file.texts.sentence(fmt::format("incident-document.service.{}", incident::name(*state)));
    if (incident::reentry_field(service.id) == id) return file.texts.sentence("incident-document.reentry-done");
  }
  return stored;
}

template <class AnyId>
std::string title_of(const incident::Rules& rules, const std::string& value) {
  const auto id = AnyId::parse(value);
  const auto* const found = id ? rules.find(*id) : nullptr;
  return found == nullptr ? value : found->title;
}

std::string rule_title(const incident::Rules& rules, const std::string& value) {
  for (const incident::ClockRule& rule : rules.clocks)
    if (rule.id.text() == value) return rule.title;
  return value;
}

// A word of the journal as a person reads it; the word itself when this version does not know it.
std::string known_word(const IncidentFile& file, std::string_view family, const std::string& value) {
  const std::string key = fmt::format("incident-document.{}.{}", family, value);
  return file.texts.has(key) ? file.texts.sentence(key) : value;
}

std::string shown_value(const IncidentFile& file, const journal::Entry& entry, const std::string& name,
                        const std::string& value) {
  using namespace incident::held;
  if (name == kState) return known_word(file, name, value);
  if (name == kSituation)
    if (const auto situation = incident::parse_situation(value))
      return known_word(file, name, std::string(incident::name(*situation)));
  if (name == kMoment) return title_of<incident::MomentId>(file.rules, value);
  if (name == kDeclaration) return title_of<incident::DeclarationId>(file.rules, value);
  if (name == kPrecondition) return title_of<incident::PreconditionId>(file.rules, value);
  if (name == kGate) return title_of<incident::GateId>(file.rules, value);
  if (name == kRule) return rule_title(file.rules, value);
  if (name == kField)
    if (const auto field = journal::FieldId::parse(value)) return field_title(file, *field);
  if (name == kAlert || name == kAware || name == kAttackKnown)
    if (const auto at = parse_instant(value)) return file.zone.day_and_time_of(*at);
  if (name == kBytes)
    if (const auto bytes = incident::number_in(entry, kBytes)) return text::size({*bytes});
  return value;
}

}  // namespace

std::string entry_title(const IncidentFile& file, const journal::Entry& entry) {
  const std::string key = fmt::format("incident-document.kind.{}", entry.said.kind.text());
  return file.texts.has(key) ? file.texts.sentence(key) : entry.said.kind.text();
}

std::string entry_words(const IncidentFile& file, const journal::Entry& entry) {
  std::string words = entry_title(file, entry);
  if (entry.said.kind.text() == incident::kind::kFields)
    for (const auto& [id, value] : incident::given_fields(entry))
      words += fmt::format("\n{}\u00A0: {}", field_title(file, id), field_words(file, id, value));
  else
    for (const auto& [id, value] : entry.said.fields) {
      // What has no name here is for programs: how long the computer had been running.
      const std::string key = fmt::format("incident-document.field.{}", id.text());
      if (value.empty() || !file.texts.has(key)) continue;
      words += fmt::format("\n{}\u00A0: {}", file.texts.sentence(key), shown_value(file, entry, id.text(), value));
    }
  const std::string text = incident::words_of(entry);
  if (!text.empty()) words += fmt::format("\n{}", text);
  for (const journal::Attachment& attachment : entry.said.attachments)
    words += fmt::format("\n{} (SHA-256 {})", attachment.name, attachment.digest.hex());
  return words;
}

}  // namespace garde::documents
