// Content rules on the best answers: whoever has everything right is asked for nothing more.
#pragma once

#include "plan/content_rules.h"

namespace garde::plan {

// No best answer leads to a measure, and each question that ranks its answers has one.
void best_answers_demand_nothing(const Content& content, content::Problems& problems);

// Whatever the facts about the practice, the best answers declare every step of each essential measure, and of
// any other measure every step or none; and for some facts every step.
void best_answers_settle_every_step(const Content& content, content::Problems& problems);

}  // namespace garde::plan
