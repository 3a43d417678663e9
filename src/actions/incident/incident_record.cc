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

}  // namespace

Result<FieldProblems> note(Practice& practice, const IncidentId& id, const NoteForm& form) {
  return record(practice, id, form.author,
                [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
                  check_required("text", form.text, kMaxNoteLength, LineBreaks::allowed, problems);
                  if (form.fact) check_past("fact", *form.fact, not_before_last_entry(incident, writing.now), problems);
                  if (!problems.empty()) return Drafts{};
                  return Drafts{incident::noted({form.text, form.fact, form.corrects, form.attachments}, writing)};
                });
}

Result<FieldProblems> record_moment(Practice& practice, const IncidentId& id, const incident::MomentId& moment,
                                    Instant at, std::string reason, std::string author) {
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
                                 const std::map<incident::FieldId, std::string>& values, std::string author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    std::map<incident::FieldId, std::string> changed;
    for (const auto& [field, value] : values) {
      check_text(field.text(), value, kMaxNoteLength, LineBreaks::allowed, problems);
      std::string kept(trimmed(value));
      std::erase(kept, '\r');
      if (incident.field(field) != kept) changed.emplace(field, std::move(kept));
    }
    return problems.empty() ? incident::fields_given(changed, writing) : Drafts{};
  });
}

Result<FieldProblems> declare(Practice& practice, const IncidentId& id, const incident::DeclarationId& declaration,
                              const DeclarationForm& form) {
  return record(
      practice, id, form.author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
        using enum incident::DeclarationState;
        if (practice.library().incident.find(declaration) == nullptr) problems.push_back(choice("declaration"));
        const Instant at = form.at.value_or(writing.now);
        check_past("at", at, not_before_last_entry(incident, writing.now), problems);
        check_text("number", trimmed(form.number), kMaxNumberLength, LineBreaks::refused, problems);
        if (form.state == not_needed || form.state == withdrawn)
          check_reason(form.reason, problems);
        else
          check_text("reason", form.reason, kMaxReasonLength, LineBreaks::allowed, problems);
        if (!problems.empty()) return Drafts{};
        return Drafts{incident::declared(
            declaration, {form.state, at, std::string(trimmed(form.number)), form.reason, form.receipt, 0}, writing)};
      });
}

Result<FieldProblems> explain_lateness(Practice& practice, const IncidentId& id, const incident::ClockRuleId& rule,
                                       std::string reason, std::string author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    const auto& clocks = practice.library().incident.clocks;
    if (std::ranges::find(clocks, rule, &incident::ClockRule::id) == clocks.end()) problems.push_back(choice("rule"));
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::lateness_explained(rule, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> meet_precondition(Practice& practice, const IncidentId& id,
                                        const incident::PreconditionId& precondition, std::string detail,
                                        std::string author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    if (practice.library().incident.find(precondition) == nullptr) problems.push_back(choice("precondition"));
    check_required("detail", detail, kMaxReasonLength, LineBreaks::allowed, problems);
    return problems.empty() ? Drafts{incident::precondition_met(precondition, detail, writing)} : Drafts{};
  });
}

Result<FieldProblems> withdraw_precondition(Practice& practice, const IncidentId& id,
                                            const incident::PreconditionId& precondition, std::string reason,
                                            std::string author) {
  return record(practice, id, author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
    if (!incident.preconditions.contains(precondition)) problems.push_back(choice("precondition"));
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::precondition_withdrawn(precondition, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> override_gate(Practice& practice, const IncidentId& id, const incident::GateId& gate,
                                    std::string typed_phrase, std::string reason, std::string author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    const incident::Rules& rules = practice.library().incident;
    if (rules.find(gate) == nullptr) problems.push_back(choice("gate"));
    if (!incident::is_override_phrase(rules, typed_phrase))
      problems.push_back({"phrase", {"incident.problem.phrase", {{"phrase", rules.override_phrase}}}});
    check_reason(reason, problems);
    return problems.empty() ? Drafts{incident::gate_overridden(gate, reason, writing)} : Drafts{};
  });
}

Result<FieldProblems> record_lesson(Practice& practice, const IncidentId& id, std::string text, std::string author) {
  return record(practice, id, author, [&](const Incident&, const Writing& writing, FieldProblems& problems) {
    check_required("text", text, kMaxNoteLength, LineBreaks::allowed, problems);
    return problems.empty() ? Drafts{incident::lesson_learned(text, writing)} : Drafts{};
  });
}

Result<FieldProblems> close_incident(Practice& practice, const IncidentId& id, const ClosingForm& form) {
  std::optional<Error> conflict;
  auto closed =
      record(practice, id, form.author, [&](const Incident& incident, const Writing& writing, FieldProblems& problems) {
        if (incident.closed) {
          conflict = Error{ErrorKind::conflict, id.text(), std::nullopt, "it is closed already"};
          return Drafts{};
        }
        const auto& criteria = practice.library().incident.end_criteria;
        const auto is_known = [&](const std::string& one) {
          return std::ranges::find(criteria, one, &incident::EndCriterion::id) != criteria.end();
        };
        if (!std::ranges::all_of(form.criteria, is_known)) problems.push_back(choice("criteria"));
        const bool all_hold = std::ranges::all_of(criteria, [&](const incident::EndCriterion& one) {
          return std::ranges::find(form.criteria, one.id) != form.criteria.end();
        });
        if (!all_hold && trimmed(form.text).empty()) problems.push_back({"text", {"incident.problem.why-closed", {}}});
        check_text("text", form.text, kMaxReasonLength, LineBreaks::allowed, problems);
        return problems.empty() ? Drafts{incident::closed(form.criteria, form.text, writing)} : Drafts{};
      });
  if (conflict) return *conflict;
  return closed;
}

}  // namespace garde::actions
