#include "documents/plan/plan_report.h"

#include <algorithm>

#include <fmt/format.h>

namespace garde::documents {
namespace {

using diagnostic::Cause;
using diagnostic::FailureCause;
using diagnostic::HarmState;

// What the sentence above the three harms is called: the worst of them, and how sure it is.
std::string_view overall_tone(const diagnostic::Assessment& assessment) {
  const HarmState worst = assessment.worst();
  const auto all = [&](auto is_so) { return std::ranges::all_of(assessment.harms, is_so); };
  if (worst == HarmState::low && all(&diagnostic::HarmAssessment::is_proved_low)) return "low-proved";
  if (worst == HarmState::moderate && !all(&diagnostic::HarmAssessment::complete)) return "moderate-open";
  return name(worst);
}

}  // namespace

std::string overall_sentence(const PlanReport& report) {
  const diagnostic::Assessment& assessment = report.assessment;
  if (assessment.answered.answered == 0 && assessment.count.known == 0 &&
      assessment.worst() == HarmState::not_established)
    return report.texts.sentence("report.overall.none");
  std::string sentence =
      report.alarms.empty()
          ? report.texts.sentence(fmt::format("report.overall.{}", overall_tone(assessment)))
          : report.texts.sentence({"report.overall.alarm", {{"count", text::number(report.alarms.size())}}});
  const auto add = [&](std::string_view key, std::size_t count) {
    if (count > 0)
      sentence +=
          " " + report.texts.sentence({fmt::format("report.overall.{}", key), {{"count", text::number(count)}}});
  };
  add("contradicted", static_cast<std::size_t>(std::ranges::count_if(assessment.failures, [](const Cause& failure) {
        return std::get<FailureCause>(failure.what).contradicted.has_value();
      })));
  if (assessment.count.proved > 0)
    sentence += " " + report.texts.sentence({"report.overall.proved",
                                             {{"proved", text::number(assessment.count.proved)},
                                              {"count", text::number(assessment.count.asked)}}});
  add("missing", assessment.answered.asked - assessment.answered.answered);
  return sentence;
}

std::string harm_title(const PlanReport& report, diagnostic::Harm harm) {
  return report.texts.sentence(fmt::format("harm.{}.title", name(harm)));
}

std::string level_word(const PlanReport& report, diagnostic::HarmLevel level) {
  return report.texts.sentence(fmt::format("level.{}", name(level)));
}

std::string state_word(const PlanReport& report, const diagnostic::HarmAssessment& harm) {
  const std::string_view word = harm.is_proved_low() ? "low-proved" : name(harm.state);
  return report.texts.sentence(fmt::format("level.{}", word));
}

std::string count_words(const PlanReport& report, const diagnostic::KnownCount& count) {
  return report.texts.sentence({"report.count",
                                {{"known", text::number(count.known)},
                                 {"count", text::number(count.asked)},
                                 {"proved", text::number(count.proved)}}});
}

std::string proof_words(const PlanReport& report, const plan::StepProgress& step) {
  if (!step.done()) return report.texts.sentence("proof.none");
  const evidence::Evidence& by = *step.standing.by;
  std::string proof = report.texts.sentence(fmt::format("proof.{}", evidence::name(by.level)));
  if (!by.judged || by.judged->of == 0) return proof;
  return report.texts.sentence(
      {"proof.share",
       {{"proof", proof}, {"count", text::number(by.judged->units)}, {"of", text::number(by.judged->of)}}});
}

const std::string& action_title(const plan::Action& action) {
  return action.state == plan::ActionState::kept ? action.measure->kept_title : action.measure->title;
}

}  // namespace garde::documents
