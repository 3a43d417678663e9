#include "web/plan/course_page.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "actions/plan/course.h"
#include "web/page/answers.h"
#include "web/plan/templates.h"

namespace garde::web {
namespace {

using actions::CourseOfHarms;
using diagnostic::HarmState;

constexpr int kBarPitch = 4;
constexpr int kBarStep = 11;  // of four levels

// What is not established is as high as what is low, and pale.
int bar_height(HarmState state) { return kBarStep * std::max(1, static_cast<int>(state)); }

std::string day_words(const Visitor& visitor, Instant at) { return text::long_day(visitor.practice.zone().day_of(at)); }

HarmCourse course_of(const Visitor& visitor, const CourseOfHarms& course, std::size_t harm) {
  HarmCourse view{say(visitor, fmt::format("harm.{}.title", diagnostic::name(diagnostic::kHarms.at(harm)))), {}, {}};
  int x = kBarPitch * (actions::kMaxCourseDays - static_cast<int>(course.days.size()));
  std::optional<HarmState> before;
  for (const CourseOfHarms::Day& day : course.days) {
    const HarmState state = day.states.at(harm);
    const int height = bar_height(state);
    view.bars.push_back({x, 4 * kBarStep - height, height, std::string(diagnostic::name(state))});
    x += kBarPitch;
    if (before != state)
      view.changes.push_back(
          say(visitor, {"course.change",
                        {{"day", day_words(visitor, day.at)},
                         {"level", say(visitor, fmt::format("level.{}", diagnostic::name(state)))}}}));
    before = state;
  }
  std::ranges::reverse(view.changes);
  return view;
}

}  // namespace

Result<http::Response> show_course(Visitor& visitor, const http::Request&) {
  const CourseOfHarms course = TRY(actions::course_of_harms(visitor.practice));
  CoursePage page{.frame = make_frame(visitor, Section::result, say(visitor, "course.title")),
                  .width = kBarPitch * actions::kMaxCourseDays,
                  .first_day = {},
                  .last_day = {},
                  .harms = {}};
  if (!course.days.empty()) {
    page.first_day = day_words(visitor, course.days.front().at);
    page.last_day = day_words(visitor, course.days.back().at);
    for (std::size_t harm = 0; harm < diagnostic::kHarms.size(); ++harm)
      page.harms.push_back(course_of(visitor, course, harm));
  }
  return page_response(visitor, render_plan_course, page);
}

}  // namespace garde::web
