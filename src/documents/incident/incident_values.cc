#include "documents/incident/incident_values.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "incident/collection.h"

namespace garde::documents {
namespace {

using incident::Incident;

struct Asked {
  const IncidentFile& file;
  const Incident& incident;
  Vocabulary vocabulary;
};

std::string said(const Asked& asked, std::string_view key) { return asked.file.texts.sentence(key); }

std::string moment_text(const Asked& asked, const incident::MomentId& id) {
  const incident::Moment* moment = asked.incident.last(id);
  return moment == nullptr ? std::string() : asked.file.zone.day_and_time_of(moment->at);
}

std::string question_text(const Asked& asked, IdLiteral id) {
  const auto question = incident::BreachQuestionId::of(id);
  const incident::BreachQuestion* found = asked.file.path.find(question);
  const auto given = incident::breach_answers(asked.incident, asked.file.path);
  const auto answer = given.find(question);
  if (found == nullptr || answer == given.end()) return "";
  std::string text = incident::effective_answer(*found, given).text;
  if (!answer->second.evidence.empty()) text += fmt::format(" ({})", answer->second.evidence);
  return text;
}

// Which of confidentiality, integrity, availability are touched, from the answers.
std::string nature(const Asked& asked) {
  const auto given = incident::breach_answers(asked.incident, asked.file.path);
  std::vector<std::string> touched;
  struct Aspect {
    IdLiteral question;
    std::string_view key;
  };
  for (const Aspect& aspect : {Aspect{"exfiltration", "incident-document.nature.confidentiality"},
                               Aspect{"integrity", "incident-document.nature.integrity"},
                               Aspect{"availability", "incident-document.nature.availability"}}) {
    const incident::BreachQuestion* found = asked.file.path.find(incident::BreachQuestionId::of(aspect.question));
    if (found == nullptr || !given.contains(found->id)) continue;
    const incident::BreachAnswer& answer = incident::effective_answer(*found, given);
    if (answer.unknown)
      touched.push_back(said(asked, aspect.key) + said(asked, "incident-document.nature.not-excluded"));
    else if (found->rank(answer.id) > 0)
      touched.push_back(said(asked, aspect.key));
  }
  return text::list(touched);
}

std::string verdict(const Asked& asked) {
  const auto given = incident::breach_answers(asked.incident, asked.file.path);
  if (given.empty()) return "";
  return asked.file.path.advice(incident::assess_breach(asked.file.path, given).verdict).title;
}

std::string decision(const Asked& asked) {
  const auto taken = incident::decided(asked.incident);
  if (!taken) return "";
  std::string text = said(asked, fmt::format("incident-document.decision.{}", incident::name(*taken)));
  const std::string reason = incident::decision_reason(asked.incident);
  return reason.empty() ? text : fmt::format("{} {}", text, reason);
}

std::string severity(const Asked& asked) {
  const auto score = incident::chosen_severity(asked.incident, asked.file.path.severity());
  if (!score) return "";
  constexpr std::int64_t kQuarters = 4;
  constexpr std::int64_t kHundredths = 25;
  return asked.file.texts.sentence(
      {"incident-document.severity",
       {{"score", fmt::format("{},{:02}", score->quarters / kQuarters, score->quarters % kQuarters * kHundredths)},
        {"band", score->band}}});
}

std::string filed(const Asked& asked, const incident::DeclarationId& declaration) {
  const auto found = asked.incident.declarations.find(declaration);
  if (found == asked.incident.declarations.end()) return "";
  const incident::Declaration& state = found->second;
  if (state.state != incident::DeclarationState::filed)
    return said(asked, fmt::format("incident-document.state.{}", incident::name(state.state)));
  const std::string when = asked.file.zone.day_and_time_of(state.at);
  return state.number.empty() ? asked.file.texts.sentence({"incident-document.filed", {{"when", when}}})
                              : asked.file.texts.sentence(
                                    {"incident-document.filed-number", {{"when", when}, {"number", state.number}}});
}

std::string initial_number(const Asked& asked) {
  const auto found = asked.incident.declarations.find(incident::declaration::cnil_initial());
  return found == asked.incident.declarations.end() ? std::string() : found->second.number;
}

std::string lateness(const Asked& asked) {
  const auto found = asked.incident.late_reasons.find(incident::ClockRuleId::of("cnil-initial"));
  return found == asked.incident.late_reasons.end() ? std::string() : found->second.text;
}

std::string lessons(const Asked& asked) {
  std::string text;
  for (const incident::Recorded& lesson : asked.incident.lessons) text += (text.empty() ? "" : "\n") + lesson.text;
  return text;
}

// What was handed in, and what was collected to the end.
std::string evidence_kept(const Asked& asked) {
  std::uint64_t files = 0;
  for (const journal::Entry& entry : asked.file.entries)
    files += entry.said.attachments.size() + incident::collected_files(entry);
  return files == 0
             ? std::string()
             : asked.file.texts.sentence({"incident-document.evidence-kept", {{"count", std::to_string(files)}}});
}

struct Computed {
  std::string_view id;
  std::string (*value)(const Asked& asked);
};
constexpr std::array kComputed = {
    Computed{"practice", [](const Asked& asked) { return asked.file.practice; }},
    Computed{"today", [](const Asked& asked) { return text::long_day(asked.file.day()); }},
    Computed{"alert", [](const Asked& asked) { return moment_text(asked, incident::moment::alert()); }},
    Computed{"alert-day",
             [](const Asked& asked) {
               const incident::Moment* alert = asked.incident.last(incident::moment::alert());
               return alert == nullptr ? std::string() : text::long_day(asked.file.zone.day_of(alert->at));
             }},
    Computed{"aware", [](const Asked& asked) { return moment_text(asked, incident::moment::aware()); }},
    Computed{"aware-reason",
             [](const Asked& asked) {
               const incident::Moment* aware = asked.incident.last(incident::moment::aware());
               return aware == nullptr ? std::string() : aware->reason;
             }},
    Computed{"attack-known", [](const Asked& asked) { return moment_text(asked, incident::moment::attack_known()); }},
    Computed{"situation",
             [](const Asked& asked) {
               return said(asked,
                           fmt::format("incident-document.situation.{}", incident::name(asked.incident.situation)));
             }},
    Computed{"notification-type", [](const Asked& asked) { return said(asked, "incident-document.type.initial"); }},
    Computed{"character",
             [](const Asked& asked) {
               const auto given = incident::breach_answers(asked.incident, asked.file.path);
               const auto found = given.find(incident::BreachQuestionId::of("personal-data"));
               const bool established = found != given.end() && found->second.answer.text() == "yes";
               return said(asked, established ? "incident-document.character.established"
                                              : "incident-document.character.supposed");
             }},
    Computed{"initial-number", initial_number},
    Computed{"nature", nature},
    Computed{"exfiltration", [](const Asked& asked) { return question_text(asked, "exfiltration"); }},
    Computed{"unintelligible", [](const Asked& asked) { return question_text(asked, "unintelligible"); }},
    Computed{"availability", [](const Asked& asked) { return question_text(asked, "availability"); }},
    Computed{"care", [](const Asked& asked) { return question_text(asked, "care"); }},
    Computed{"verdict", verdict},
    Computed{"decision", decision},
    Computed{"severity", severity},
    Computed{"complaint-filed", [](const Asked& asked) { return filed(asked, incident::declaration::complaint()); }},
    Computed{"cnil-filed", [](const Asked& asked) { return filed(asked, incident::declaration::cnil_initial()); }},
    Computed{"lateness", lateness},
    Computed{"lessons", lessons},
    Computed{"evidence-kept", evidence_kept},
};

const Computed* find_computed(std::string_view id) {
  const auto* const found = std::ranges::find(kComputed, id, &Computed::id);
  return found == kComputed.end() ? nullptr : found;
}

constexpr std::string_view kInSentence = "-words";

std::string_view without_ending(std::string_view id) {
  if (id.ends_with(kInSentence)) id.remove_suffix(kInSentence.size());
  return id;
}

std::string field_text(const Asked& asked, const IncidentField& field) {
  const std::string stored = asked.incident.field(field.id);
  if (!field.list) return stored;
  std::vector<std::string> labels;
  for (const std::string& id : incident::split_choices(stored)) {
    const std::vector<ValueItem>& items = asked.file.content.find(*field.list)->items;
    const auto item = std::ranges::find(items, id, &ValueItem::id);
    if (item != items.end()) labels.push_back(item->label.in(asked.vocabulary));
  }
  std::string text;
  for (const std::string& label : labels) text += (text.empty() ? "" : " ; ") + label;
  return text;
}

}  // namespace

bool is_incident_value(const IncidentContent& content, std::string_view id) {
  id = without_ending(id);
  if (find_computed(id) != nullptr) return true;
  const auto field = incident::FieldId::parse(id);
  return field && content.find(*field) != nullptr;
}

std::string incident_value(const IncidentFile& file, const Incident& incident, std::string_view id,
                           Vocabulary vocabulary) {
  id = without_ending(id);
  const Asked asked{file, incident, vocabulary};
  if (const Computed* computed = find_computed(id)) return computed->value(asked);
  const auto field = incident::FieldId::parse(id);
  const IncidentField* found = field ? file.content.find(*field) : nullptr;
  return found == nullptr ? std::string() : field_text(asked, *found);
}

std::string incident_label(const IncidentFile& file, std::string_view id, Vocabulary vocabulary) {
  id = without_ending(id);
  const auto field = incident::FieldId::parse(id);
  const IncidentField* found = field ? file.content.find(*field) : nullptr;
  return found != nullptr ? found->label.in(vocabulary)
                          : file.texts.sentence(fmt::format("incident-document.value.{}", id));
}

}  // namespace garde::documents
