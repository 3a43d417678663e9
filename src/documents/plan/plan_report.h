// What every form of the plan is built from: JSON, text, PDF, CSV, calendar. Borrowed for the call.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

// About a backup in which an attack was found, until a person closes it.
struct OpenAlarm {
  Instant opened_at;
  std::string backup;  // as its destination was called then
};

struct PlanReport {
  std::string practice;  // its name; may be empty
  Instant now;
  text::Zone zone;
  const diagnostic::Questionnaire& questionnaire;
  const evidence::ClaimKinds& claims;
  const diagnostic::Assessment& assessment;
  const plan::Plan& plan;
  const text::Catalogue& texts;
  std::span<const OpenAlarm> alarms = {};

  Date day() const { return zone.day_of(now); }
};

// What sums up the three harms, its tone fitting the worst: an open alarm before all, too early to conclude while
// nothing bad is known and something is not; how much is proved, how many answers are contradicted, how many missing.
std::string overall_sentence(const PlanReport& report);

// "Activité bloquée", "élevé": the words for a harm and its level.
std::string harm_title(const PlanReport& report, diagnostic::Harm harm);
std::string level_word(const PlanReport& report, diagnostic::HarmLevel level);
std::string state_word(const PlanReport& report, const diagnostic::HarmAssessment& harm);  // "faible, prouvé"
// "Points connus : 12 sur 18, dont prouvés : 5"
std::string count_words(const PlanReport& report, const diagnostic::KnownCount& count);

// How a step that holds is proved, and how much that rests on: "mesuré, 38 sur 40 examinés"; "à faire" while it does
// not.
std::string proof_words(const PlanReport& report, const plan::StepProgress& step);

// What an action is called now: its own title, or "Sauvegardes vérifiées" once it only has to be kept up.
const std::string& action_title(const plan::Action& action);

}  // namespace garde::documents
