// Content rules on harms: a better answer never worsens one.
#pragma once

#include "plan/content_rules.h"

namespace garde::plan {

// Answers stand from the best to the worst, and not to know has no place among them.
void unknown_answers_stand_last(const Content& content, content::Problems& problems);
// From better to worse, no harm falls.
void worse_answers_harm_no_less(const Content& content, content::Problems& problems);
// Where a better answer shows a question and a worse one hides it, the worse one harms at least as much as that
// question, or what it shows in turn, could: otherwise answering worse would make a harm disappear.
void hiding_a_question_harms_no_less(const Content& content, content::Problems& problems);

// Whatever is shown beside the answers, and however old they are: a better answer never stands worse.
void evidence_keeps_the_order(const Content& content, content::Problems& problems);
// A claim that makes an answer harmless weighs on that harm once it is shown to fail (questionnaire/when-failed.toml).
void failures_weigh(const Content& content, content::Problems& problems);

}  // namespace garde::plan
