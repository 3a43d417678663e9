// How the three harms stood on past days: computed, each time, from what people had said and what had been found by
// then.
#pragma once

#include "actions/practice/practice.h"
#include "diagnostic/assessment.h"

namespace garde::actions {

struct CourseOfHarms {
  struct Day {
    Instant at;
    std::array<diagnostic::HarmState, diagnostic::kHarms.size()> states;  // in the order of kHarms
  };
  std::vector<Day> days;  // evenly spaced, the last being now; none before the first answer
};
inline constexpr int kMaxCourseDays = 60;  // as many as can be told apart in a drawing

// As far back as all runs are loaded (storage::kMaxRunsLoaded). Of the contacts and of the accesses no past is kept:
// they count from when they show what they show today.
Result<CourseOfHarms> course_of_harms(Practice& practice);

}  // namespace garde::actions
