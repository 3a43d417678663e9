#include "documents/plan/plan_text.h"

#include <iterator>

#include <fmt/format.h>

#include "documents/plan/plan_reasons.h"

namespace garde::documents {
namespace {

constexpr std::size_t kCausesShown = 3;
constexpr std::size_t kFindingsShown = 6;

using Out = std::back_insert_iterator<std::string>;

void write_steps(const PlanReport& report, const plan::Action& action, Out out) {
  for (const plan::StepProgress& step : action.steps) {
    const std::string& text = action.measure->find(step.step)->text;
    fmt::format_to(out, "     {} {}", step.done() ? "[x]" : "[ ]", text);
    if (step.done()) fmt::format_to(out, " ({})", proof_words(report, step));
    fmt::format_to(out, "\n");
  }
}

void write_action(const PlanReport& report, const plan::Action& action, Out out) {
  const plan::Measure& measure = *action.measure;
  fmt::format_to(out, "\n{:>3}. {}\n", action.rank, action_title(action));
  if (action.state == plan::ActionState::kept) {
    const Date next = report.zone.day_of(action.next_check.value_or(report.now));
    fmt::format_to(out, "     {}\n", report.texts.sentence({"report.next-check", {{"day", text::long_day(next)}}}));
    return;
  }
  fmt::format_to(out, "     {}\n", measure.why);
  for (const std::string& sentence : because_sentences(report, action.proposed.because, kCausesShown))
    fmt::format_to(out, "     · {}\n", sentence);
  fmt::format_to(out, "     {}\n", report.texts.sentence({"report.first", {{"first", measure.first}}}));
  write_steps(report, action, out);
}

}  // namespace

std::string plan_text(const PlanReport& report) {
  std::string text;
  const Out out = std::back_inserter(text);
  fmt::format_to(out, "{}\n", report.texts.sentence("report.title"));
  if (!report.practice.empty()) fmt::format_to(out, "{}\n", report.practice);
  fmt::format_to(out, "{}\n\n{}\n\n", text::long_day(report.day()), overall_sentence(report));
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms)
    fmt::format_to(out, "  {:<28} {:<18} {}\n", harm_title(report, harm.harm), state_word(report, harm),
                   count_words(report, harm.count));
  const std::vector<std::string> findings = finding_sentences(report, kFindingsShown);
  if (!findings.empty()) fmt::format_to(out, "\n");
  for (const std::string& finding : findings) fmt::format_to(out, "  · {}\n", finding);
  std::optional<plan::Phase> phase;
  for (const plan::Action& action : report.plan.actions) {
    if (phase != action.measure->phase) {
      phase = action.measure->phase;
      fmt::format_to(out, "\n{}\n", report.texts.sentence(fmt::format("phase.{}.title", plan::name(*phase))));
    }
    write_action(report, action, out);
  }
  fmt::format_to(out, "\n{}\n", report.texts.sentence("reflex.title"));
  for (const std::string_view reflex : {"preserve", "prioritise", "report"})
    fmt::format_to(out, "  {} — {}\n", report.texts.sentence(fmt::format("reflex.{}.name", reflex)),
                   report.texts.sentence(fmt::format("reflex.{}.text", reflex)));
  return text;
}

}  // namespace garde::documents
