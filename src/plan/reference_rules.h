// Content rules on references: what names something finds it, and what is named can be reached.
#pragma once

#include "plan/content_rules.h"

namespace garde::plan {

// No question waits for answers that cannot be given together, on the way to it or at its own condition.
void conditions_can_hold(const Content& content, content::Problems& problems);
// Whatever leads to a measure names one of the catalogue.
void measures_are_known(const Content& content, content::Problems& problems);
void claim_kinds_are_known(const Content& content, content::Problems& problems);
// Each claim that settles a step is declared by an answer or shown by a date.
void claims_can_be_declared(const Content& content, content::Problems& problems);
// Some answer leads to each measure.
void measures_can_be_reached(const Content& content, content::Problems& problems);
// Not to know always gives something to do.
void unknown_answers_lead_on(const Content& content, content::Problems& problems);
// An answer that asks for a measure leaves it something to be done: no answers given together with it show every
// claim of the measure to hold. Otherwise the plan would ask for what it shows as done. Claims are
// tried one by one: answers that show all but exclude each other are refused too.
void answers_leave_open_what_they_ask_for(const Content& content, content::Problems& problems);

}  // namespace garde::plan
