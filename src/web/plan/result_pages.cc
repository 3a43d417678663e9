#include "web/plan/result_pages.h"

#include <fmt/format.h>

#include "documents/plan/plan_reasons.h"
#include "web/page/answers.h"
#include "web/plan/templates.h"

namespace garde::web {
namespace {

constexpr std::size_t kCausesShown = 6;
constexpr std::size_t kFindingsShown = 6;

std::string capitalised(std::string word) {
  // Level words begin with a letter of ASCII, or with É whose capital differs in its second byte.
  if (word.starts_with("é")) return "É" + word.substr(std::string_view("é").size());
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

}  // namespace

Result<http::Response> show_result(Visitor& visitor, const http::Request&) {
  const auto current = TRY(actions::current_plan(visitor.practice));
  const documents::PlanReport report = current.report(visitor.practice);
  const diagnostic::Assessment& assessment = report.assessment;
  const diagnostic::AnsweredCount& count = assessment.answered;
  ResultPage page{
      .frame = make_frame(visitor, Section::result, say(visitor, "result.title")),
      .worst = std::string(report.alarms.empty() ? diagnostic::name(assessment.worst()) : "critical"),
      .overall = documents::overall_sentence(report),
      .findings = documents::finding_sentences(report, kFindingsShown),
      .unfinished = count.answered < count.asked,
      .answered = say(visitor, {"result.answered",
                                {{"done", std::to_string(count.answered)}, {"count", std::to_string(count.asked)}}}),
      .harms = {},
      .first_actions = {},
      .reflexes = make_reflexes(visitor)};
  for (const diagnostic::HarmAssessment& harm : assessment.harms)
    page.harms.push_back({.state = std::string(diagnostic::name(harm.state)),
                          .title = documents::harm_title(report, harm.harm),
                          .word = capitalised(documents::state_word(report, harm)),
                          .meaning = say(visitor, fmt::format("harm.{}.meaning", diagnostic::name(harm.harm))),
                          .partial = !harm.complete && harm.state != diagnostic::HarmState::not_established,
                          .count = documents::count_words(report, harm.count),
                          .because = documents::because_sentences(report, harm.because, kCausesShown),
                          .mended = documents::mended_sentences(report, harm),
                          .open = documents::open_sentences(report, harm, kCausesShown)});
  for (const plan::Action& action : report.plan.actions)
    if (action.measure->essential) {
      page.first_actions.push_back(make_card(visitor, current, action));
      if (!page.first_actions.back().kept) page.first_actions.back().mark = std::to_string(page.first_actions.size());
    }
  return page_response(visitor, render_plan_result, page);
}

}  // namespace garde::web
