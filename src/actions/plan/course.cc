#include "actions/plan/course.h"

#include <algorithm>

#include "actions/plan/gathered_evidence.h"
#include "diagnostic/answer_history.h"
#include "storage/answer_store.h"
#include "storage/backup_run_store.h"

namespace garde::actions {
namespace {

// From the first answer to now; one day apart, or more so that there are not too many. Before `known_since` the runs of
// those days are not all at hand, and nothing would be drawn as they had found it.
std::vector<Instant> days_of(const diagnostic::AnswerHistory& history, std::optional<Instant> known_since,
                             Instant now) {
  if (history.empty()) return {};
  Instant first = std::ranges::min_element(history, {}, &diagnostic::AnswerEntry::at)->at;
  if (known_since) first = std::max(first, *known_since);
  std::vector<Instant> days;
  if (first < now) {
    const auto step = std::max<Instant::duration>(Days{1}, (now - first) / (kMaxCourseDays - 1));
    for (Instant day = now; day >= first; day -= step) days.push_back(day);
    std::ranges::reverse(days);
    if (days.front() - first > step / 2 && days.size() < kMaxCourseDays) days.insert(days.begin(), first);
  } else {
    days.push_back(now);
  }
  return days;
}

}  // namespace

Result<CourseOfHarms> course_of_harms(Practice& practice) {
  const Library& library = practice.library();
  const auto history = TRY(practice.with_storage(storage::load_answer_history));
  const auto known_since = TRY(practice.with_storage(storage::runs_loaded_since));
  const std::vector<Instant> days = days_of(history, known_since, practice.now());
  const auto shown = TRY(evidence_on(practice, days));
  CourseOfHarms course;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto assessed = diagnostic::assess(library.questionnaire, library.claims,
                                             diagnostic::answers_at(history, days[i]), shown[i], days[i]);
    CourseOfHarms::Day day{days[i], {}};
    for (std::size_t harm = 0; harm < assessed.harms.size(); ++harm)
      day.states.at(harm) = assessed.harms.at(harm).state;
    course.days.push_back(day);
  }
  return course;
}

}  // namespace garde::actions
