#include "documents/plan/plan_report.h"

#include <fmt/format.h>

namespace garde::documents {
namespace {

std::string question_words(const diagnostic::Question& question) {
  return question.row_title.empty() ? question.text : fmt::format("{} : {}", question.row_title, question.text);
}

}  // namespace

std::string overall_sentence(const PlanReport& report) {
  const diagnostic::Assessment& assessment = report.assessment;
  if (assessment.answered.answered == 0) return report.texts.sentence("report.overall.none");
  std::string sentence = report.texts.sentence(fmt::format("report.overall.{}", name(assessment.worst())));
  const std::size_t missing = assessment.answered.asked - assessment.answered.answered;
  if (missing > 0)
    sentence += " " + report.texts.sentence(
                          {"report.overall.missing", {{"count", text::number(static_cast<std::int64_t>(missing))}}});
  return sentence;
}

std::string harm_title(const PlanReport& report, diagnostic::Harm harm) {
  return report.texts.sentence(fmt::format("harm.{}.title", name(harm)));
}

std::string level_word(const PlanReport& report, diagnostic::HarmLevel level) {
  return report.texts.sentence(fmt::format("level.{}", name(level)));
}

const std::string& action_title(const plan::Action& action) {
  return action.state == plan::ActionState::kept ? action.measure->kept_title : action.measure->title;
}

std::vector<std::string> because_sentences(const PlanReport& report, const std::vector<diagnostic::Cause>& causes,
                                           std::size_t limit) {
  std::vector<std::string> sentences;
  for (const diagnostic::Cause& cause : causes) {
    if (sentences.size() == limit) break;
    const diagnostic::Question* question = report.questionnaire.find(cause.question);
    if (question == nullptr) continue;
    const std::string_view key = cause.unknown ? "report.because.unknown" : "report.because.answer";
    sentences.push_back(report.texts.sentence({std::string(key), {{"question", question_words(*question)}}}));
  }
  return sentences;
}

}  // namespace garde::documents
