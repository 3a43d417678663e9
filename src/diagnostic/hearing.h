// One question, its answer and the evidence on its claims -> what it comes to. An answer is a word: what was attested
// or measured, or said later, is heard beside it. Better evidence never makes it weigh more (plan/harm_rules.h holds
// content to that).
#pragma once

#include <optional>
#include <set>

#include "diagnostic/answers.h"
#include "diagnostic/standings.h"

namespace garde::diagnostic {

// An answer that no longer weighs as it did, because something shows better.
struct Mended {
  QuestionId question;
  Value answered;
  std::optional<AnswerId> left;  // of a multiple question: the answer that was left and is shown to hold
  evidence::Evidence by;         // the weakest of what shows it
  HarmLevels before;             // what the answer, or leaving it, implied by itself
  HarmLevels after;
  bool operator==(const Mended&) const = default;
};

struct Heard {
  HarmLevels harms;       // what it implies now
  HarmLevels possible;    // the worst it may still turn out to be where it is not known; low where it is
  std::set<Harm> proved;  // the harms it is attested or measured to be harmless to
  // What it counts as answered with: what was answered, or the better answer that is shown to be true. For what depends
  // on it, and nothing when it is not known.
  std::optional<Value> counts_as;
  std::vector<const Implication*> implications;  // of what was answered, weighing at most `harms`. Into the question
  std::vector<Mended> mended;
};

// What an answer is shown to be true by: what it declares, and what shows it without being declared by it.
std::set<evidence::Claim> shown_by(const Answer& answer);

// What an answer says to hold, at level declared: a date from its day on, anything else from when it was given.
std::vector<evidence::Evidence> declared_by(const Question& question, const GivenAnswer& given,
                                            const evidence::ClaimKinds& kinds);

// Every claim that an answer or a date of the question speaks of.
std::set<evidence::Claim> claims_of(const Question& question);

// `given` is null when there is no answer; `declared` is what it declares. `potential` is the worst that the question
// and those it shows can imply. All are borrowed for the call, the question for as long as the result.
Heard hear(const Question& question, const GivenAnswer* given, std::span<const evidence::Evidence> declared,
           const HarmLevels& potential, const Standings& standings);

}  // namespace garde::diagnostic
