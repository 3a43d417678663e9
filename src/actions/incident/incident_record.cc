#include <algorithm>

#include <fmt/format.h>

#include "actions/incident/incident.h"
#include "actions/incident/incident_journal.h"
#include "actions/practice/field_check.h"

namespace garde::actions {
namespace {

using incident::Incident;
using incident::Writing;
using journal::Draft;
using Drafts = std::vector<Draft>;

FieldProblem choice(std::string field) { return {std::move(field), {"form.problem.choice", {}}}; }

void check_reason(std::string_view reason, FieldProblems& problems) {
  check_required("reason", reason, kMaxReasonLength, LineBreaks::allowed, problems);
}

// Awareness and knowledge of the attack come with the first alert or after it, whichever of them is recorded last.
void check_order(const Incident& incident, const incident::MomentId& moment, Instant at, FieldProblems& problems) {
  using namespace incident::moment;
  const auto known = [&](const incident::MomentId& id) -> std::optional<Instant> {
    if (id == moment) return at;
    const incident::Moment* last = incident.last(id);
    return last == nullptr ? std::nullopt : std::optional(last->at);
  };
  if (moment != alert() && moment != aware() && moment != attack_known()) return;
  for (const incident::MomentId& later : {aware(), attack_known()})
    if (const auto when = known(later); when && (moment == alert() || moment == later) && *when < *known(alert()))
      problems.push_back({"at", {"incident.problem.before-alert", {}}});
}

// What is new among the values; nothing when one of them cannot be taken.
Drafts changed_fields(const Incident& incident, const std::map<incident::FieldId, std::string>& values,
                      const Writing& writing, FieldProblems& problems) {
  std::map<incident::FieldId, std::string> changed;
  for (const auto& [field, value] : values) {
    check_text(field.text(), value, kMaxNoteLength, LineBreaks::allowed, problems);
    std::string kept(trimmed(value));
    std::erase(kept, '\r');
    if (incident.field(field) != kept) changed.emplace(field, std::move(kept));
  }
  return problems.empty() ? incident::fields_given(changed, writing) : Drafts{};
}

}  // namespace

Result<FieldProblems> note(Practice& practice, const IncidentId& id, const incident::Note& note,
                           std::string_view author) {
  return note_all(practice, id, {note}, author);
}

Result<FieldProblems> note_all(Practice& practice, const IncidentId& id, const std::vector<incident::Note>& notes,
                               std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    Drafts drafts;
    for (const incident::Note& note : notes) {
      check_required("text", note.text, kMaxNoteLength, LineBreaks::allowed, problems);
      if (note.fact) check_past("fact", *note.fact, not_before_last_entry(incident, writing.now), problems);
      drafts.push_back(incident::noted(note, writing));
    }
    return problems.empty() ? drafts : Drafts{};
  });
}

Result<FieldProblems> record_moment(Practice& practice, const IncidentId& id, const incident::MomentId& moment,
                                    Instant at, std::string_view reason, std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    if (practice.library().incident.find(moment) == nullptr) problems.push_back(choice("moment"));
    check_past("at", at, not_before_last_entry(incident, writing.now), problems);
    check_order(incident, moment, at, problems);
    const incident::Moment* before = incident.last(moment);
    if (before != nullptr || moment == incident::moment::aware())
      check_reason(reason, problems);
    else
      check_text("reason", reason, kMaxReasonLength, LineBreaks::allowed, problems);
    if (!problems.empty()) return Drafts{};
    const auto corrects = before == nullptr ? std::nullopt : std::optional(before->entry);
    return Drafts{incident::moment_recorded(moment, at, reason, corrects, writing)};
  });
}

Result<FieldProblems> set_fields(Practice& practice, const IncidentId& id,
                                 const std::map<incident::FieldId, std::string>& values, std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    return changed_fields(incident, values, writing, problems);
  });
}

Result<FieldProblems> decide(Practice& practice, const IncidentId& id, incident::Verdict verdict,
                             std::string_view reason, std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    const incident::BreachPath& path = practice.library().breach_path;
    const auto advice = incident::assess_breach(path, incident::breach_answers(incident, path));
    if (incident::needs_reason(verdict, advice) && trimmed(reason).empty())
      problems.push_back({"reason", {"incident-page.problem.reason", {}}});
    return changed_fields(incident,
                          {{incident::decision_field(), std::string(incident::name(verdict))},
                           {incident::decision_reason_field(), std::string(reason)}},
                          writing, problems);
  });
}

Result<FieldProblems> declare(Practice& practice, const IncidentId& id, const incident::DeclarationId& declaration,
                              const incident::Declaring& said, std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    using enum incident::DeclarationState;
    if (practice.library().incident.find(declaration) == nullptr) problems.push_back(choice("declaration"));
    incident::Declaring kept = said;
    kept.number = trimmed(said.number);
    check_past("at", said.at.value_or(writing.now), not_before_last_entry(incident, writing.now), problems);
    check_text("number", kept.number, kMaxNumberLength, LineBreaks::refused, problems);
    if (said.state == not_needed || said.state == withdrawn)
      check_reason(said.reason, problems);
    else
      check_text("reason", said.reason, kMaxReasonLength, LineBreaks::allowed, problems);
    return problems.empty() ? Drafts{incident::declared(declaration, kept, writing)} : Drafts{};
  });
}

Result<FieldProblems> explain_lateness(Practice& practice, const IncidentId& id, const incident::ClockRuleId& rule,
                                       std::string_view reason, std::string_view author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    const auto& clocks = practice.library().incident.clocks;
    if (std::ranges::find(clocks, rule, &incident::ClockRule::id) == clocks.end()) problems.push_back(choice("rule"));
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::lateness_explained(rule, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> meet_precondition(Practice& practice, const IncidentId& id,
                                        const incident::PreconditionId& precondition, std::string_view detail,
                                        std::string_view author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    if (practice.library().incident.find(precondition) == nullptr) problems.push_back(choice("precondition"));
    check_required("detail", detail, kMaxReasonLength, LineBreaks::allowed, problems);
    return problems.empty() ? Drafts{incident::precondition_met(precondition, detail, writing)} : Drafts{};
  });
}

Result<FieldProblems> withdraw_precondition(Practice& practice, const IncidentId& id,
                                            const incident::PreconditionId& precondition, std::string_view reason,
                                            std::string_view author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    if (!incident.preconditions.contains(precondition)) problems.push_back(choice("precondition"));
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::precondition_withdrawn(precondition, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> override_gate(Practice& practice, const IncidentId& id, const incident::GateId& gate,
                                    std::string_view typed_phrase, std::string_view reason, std::string_view author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    const incident::Rules& rules = practice.library().incident;
    if (rules.find(gate) == nullptr) problems.push_back(choice("gate"));
    if (!incident::is_override_phrase(rules, typed_phrase))
      problems.push_back({"phrase", {"incident.problem.phrase", {{"phrase", rules.override_phrase}}}});
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::gate_overridden(gate, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> record_lesson(Practice& practice, const IncidentId& id, std::string_view text,
                                    std::string_view author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    check_required("text", text, kMaxNoteLength, LineBreaks::allowed, problems);
    return problems.empty() ? Drafts{incident::lesson_learned(text, writing)} : Drafts{};
  });
}

Result<FieldProblems> close_incident(Practice& practice, const IncidentId& id, const incident::Closing& closing,
                                     std::string_view author) {
  std::optional<Error> conflict;
  auto closed =
      record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
        if (incident.closed) {
          conflict = Error{ErrorKind::conflict, id.text(), std::nullopt, "it is closed already"};
          return Drafts{};
        }
        const auto& criteria = practice.library().incident.end_criteria;
        const auto is_known = [&](const std::string& one) {
          return std::ranges::find(criteria, one, &incident::EndCriterion::id) != criteria.end();
        };
        if (!std::ranges::all_of(closing.criteria, is_known)) problems.push_back(choice("criteria"));
        const bool all_hold = std::ranges::all_of(criteria, [&](const incident::EndCriterion& one) {
          return std::ranges::find(closing.criteria, one.id) != closing.criteria.end();
        });
        if (!all_hold && trimmed(closing.text).empty())
          problems.push_back({"text", {"incident.problem.why-closed", {}}});
        check_text("text", closing.text, kMaxReasonLength, LineBreaks::allowed, problems);
        return problems.empty() ? Drafts{incident::closed(closing, writing)} : Drafts{};
      });
  if (conflict) return *conflict;
  return closed;
}

}  // namespace garde::actions
