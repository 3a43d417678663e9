// What content/incident/ says: deadlines, gates, moments, declarations, end criteria, the words of a witness.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/table.h"
#include "incident/incident.h"
#include "incident/source.h"
#include "journal/witness.h"

namespace garde::incident {

struct MomentKind {
  MomentId id;
  std::string title;  // "La première alerte"
};

struct DeclarationKind {
  DeclarationId id;
  std::string title;      // "La notification initiale à la CNIL"
  std::string addressee;  // "CNIL"
};

// A deadline. One id may have several rules, in force one after the other.
struct ClockRule {
  ClockRuleId id;
  std::string title;
  std::string why;                            // what missing it costs, in one sentence
  std::optional<std::chrono::hours> length;   // elapsed hours; nothing: `length_field` says
  std::optional<FieldId> length_field;        // holds a number of hours, from a contract or a provider
  std::vector<MomentId> starts;               // the first of these that is known starts it
  std::vector<MomentId> candidates;           // what somebody may hold to be the start: the earliest is always shown
  std::optional<DeclarationId> starts_after;  // starts when this one is filed, instead
  DeclarationId met_by;
  std::vector<Situation> situations;  // where it is asked; elsewhere only when one of `wakes` is recorded
  std::vector<MomentId> wakes;
  bool is_law = false;  // else a target, or a contract
  bool asks_why_late = false;
  Date in_force_from;
  std::optional<Date> in_force_until;  // the last day
  Source source;
};

struct Precondition {
  PreconditionId id;
  std::string title;  // "Un technicien est nommé"
  std::string asks;   // what to write: "Son nom et son téléphone"
};

// A step that harms when taken too early.
struct Gate {
  GateId id;
  std::string title;  // "Restaurer une sauvegarde"
  std::string why;
  std::vector<PreconditionId> preconditions;
};

struct EndCriterion {
  std::string id;
  std::string text;
};

struct Rules {
  std::vector<MomentKind> moments;
  std::vector<DeclarationKind> declarations;
  std::vector<ClockRule> clocks;  // in the order they are shown
  std::vector<Precondition> preconditions;
  std::vector<Gate> gates;
  std::string override_phrase;  // what a person types to pass a closed gate
  std::vector<EndCriterion> end_criteria;
  int exercise_pace = 1;                           // in an exercise, one hour counts for so many
  std::optional<journal::WordList> witness_words;  // there whenever no problem was found

  static Rules read(const content::Files& files, content::Problems& problems);

  const MomentKind* find(const MomentId& id) const;
  const DeclarationKind* find(const DeclarationId& id) const;
  const Precondition* find(const PreconditionId& id) const;
  const Gate* find(const GateId& id) const;
};

}  // namespace garde::incident
