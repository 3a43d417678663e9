// What every form of the plan is built from: JSON, text, PDF, CSV, calendar. Borrowed for the call.
#pragma once

#include <string>

#include "plan/plan.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct PlanReport {
  std::string practice;  // its name; may be empty
  Instant now;
  text::Zone zone;
  const diagnostic::Questionnaire& questionnaire;
  const diagnostic::Assessment& assessment;
  const plan::Plan& plan;
  const text::Catalogue& texts;

  Date day() const { return zone.day_of(now); }
};

// The sentence that sums up the three harms, its tone fitting the worst; says so when answers are missing.
std::string overall_sentence(const PlanReport& report);

// "Activité bloquée", "élevé": the words for a harm and its level.
std::string harm_title(const PlanReport& report, diagnostic::Harm harm);
std::string level_word(const PlanReport& report, diagnostic::HarmLevel level);

// What an action is called now: its own title, or "Sauvegardes vérifiées" once it only has to be kept up.
const std::string& action_title(const plan::Action& action);

// "Parce que vous avez répondu « Je ne sais pas » à …", one sentence per cause, the worst first, at most `limit`.
std::vector<std::string> because_sentences(const PlanReport& report, const std::vector<diagnostic::Cause>& causes,
                                           std::size_t limit);

}  // namespace garde::documents
