#include "documents/plan/plan_pdf.h"

#include <fmt/format.h>

#include "documents/plan/plan_reasons.h"
#include "pdf/pdf.h"

namespace garde::documents {
namespace {

constexpr std::size_t kCausesShown = 2;
constexpr std::size_t kFindingsShown = 3;  // the first page is a poster

// None while nothing is established: an empty gauge is not a low one.
int segments_of(diagnostic::HarmState state) {
  switch (state) {
    case diagnostic::HarmState::not_established: return 0;
    case diagnostic::HarmState::low: return 1;
    case diagnostic::HarmState::moderate: return 2;
    case diagnostic::HarmState::high: return 3;
    case diagnostic::HarmState::critical: return 4;
  }
  fail_check("a HarmState outside its enum", __FILE__, __LINE__);
}

pdf::Columns harms_row(const PlanReport& report) {
  pdf::Columns row;
  for (const diagnostic::HarmAssessment& harm : report.assessment.harms) {
    const std::string word = state_word(report, harm);
    row.parts.push_back(
        {.content = {pdf::Heading{.level = 3, .text = harm_title(report, harm.harm)},
                     pdf::Gauge{.filled = segments_of(harm.state),
                                .label = word,
                                .alternative = report.texts.sentence({"plan.level", {{"level", word}}})},
                     pdf::Paragraph{.text = pdf::muted(report.texts.sentence(
                                        fmt::format("harm.{}.meaning", diagnostic::name(harm.harm)))),
                                    .prominence = pdf::Prominence::small},
                     pdf::Paragraph{.text = pdf::muted(count_words(report, harm.count)),
                                    .prominence = pdf::Prominence::small}}});
  }
  return row;
}

pdf::List steps_list(const PlanReport& report, const plan::Action& action) {
  pdf::List list{pdf::Marker::box, {}};
  for (const plan::StepProgress& step : action.steps) {
    pdf::Text text = action.measure->find(step.step)->text;
    if (step.done()) {
      text = text + pdf::small(pdf::muted(fmt::format(" ({})", proof_words(report, step))));
    }
    list.items.push_back({.content = {text}, .box = step.done() ? pdf::Box::ticked : pdf::Box::empty});
  }
  return list;
}

std::string who_line(const PlanReport& report, const plan::Action& action) {
  std::vector<std::string> who;
  for (const plan::Who person : action.measure->who)
    who.push_back(report.texts.sentence(fmt::format("who.{}", plan::name(person))));
  std::string line = report.texts.sentence(
      {"plan.who-line", {{"who", text::list(who)}, {"effort", text::minutes(action.measure->effort)}}});
  if (!action.notes.owner.empty())
    line += " " + report.texts.sentence({"plan.owner-line", {{"owner", action.notes.owner}}});
  if (action.notes.due)
    line += " " + report.texts.sentence({"plan.due-line", {{"day", text::long_day(*action.notes.due)}}});
  return line;
}

pdf::Block open_action(const PlanReport& report, const plan::Action& action) {
  const plan::Measure& measure = *action.measure;
  pdf::Blocks blocks = {pdf::Heading{.level = 3, .text = fmt::format("{}. {}", action.rank, measure.title)},
                        pdf::Paragraph{.text = measure.why, .following = pdf::Following::same_page}};
  for (const std::string& sentence : because_sentences(report, action.proposed.because, kCausesShown))
    blocks.push_back(pdf::Paragraph{.text = pdf::italic(pdf::muted(sentence)),
                                    .prominence = pdf::Prominence::small,
                                    .following = pdf::Following::same_page});
  blocks.push_back(pdf::Paragraph{.text = pdf::bold(report.texts.sentence("plan.first-label")) + measure.first,
                                  .following = pdf::Following::same_page});
  blocks.push_back(steps_list(report, action));
  if (!action.notes.note.empty()) blocks.push_back(pdf::Paragraph{.text = pdf::italic(action.notes.note)});
  blocks.push_back(pdf::Paragraph{.text = pdf::muted(who_line(report, action)), .prominence = pdf::Prominence::small});
  return pdf::Together{std::move(blocks)};
}

pdf::Block kept_action(const PlanReport& report, const plan::Action& action) {
  const Date next = report.zone.day_of(action.next_check.value_or(report.now));
  const std::string when = report.texts.sentence({"report.next-check", {{"day", text::long_day(next)}}});
  return pdf::Together{
      {pdf::Heading{.level = 3, .text = fmt::format("{}. {}", action.rank, action.measure->kept_title)},
       pdf::Paragraph{.text = pdf::muted(when), .prominence = pdf::Prominence::small}}};
}

// The three of the source page: on the first page, they are the poster.
pdf::List first_actions(const PlanReport& report) {
  pdf::List list{pdf::Marker::number, {}};
  for (const plan::Action& action : report.plan.actions) {
    if (!action.measure->essential) continue;
    pdf::Text text = pdf::bold(action_title(action) + "\n");
    if (action.state == plan::ActionState::kept) {
      const Date next = report.zone.day_of(action.next_check.value_or(report.now));
      text = text + report.texts.sentence({"report.next-check", {{"day", text::long_day(next)}}});
    } else {
      text = text + action.measure->first;
    }
    list.items.push_back({.content = {std::move(text)}});
  }
  return list;
}

pdf::Block reflexes_box(const PlanReport& report) {
  pdf::Columns columns;
  for (const std::string_view reflex : {"preserve", "prioritise", "report"})
    columns.parts.push_back(
        {.content = {
             pdf::Paragraph{.text = pdf::bold(report.texts.sentence(fmt::format("reflex.{}.name", reflex)) + "\n") +
                                    report.texts.sentence(fmt::format("reflex.{}.text", reflex))}}});
  const std::string link = report.texts.sentence("reflex.link");
  return pdf::Callout{
      .title = report.texts.sentence("reflex.title"),
      .content = {std::move(columns), pdf::Paragraph{.text = pdf::Text(report.texts.sentence("reflex.deadline") + " ") +
                                                             pdf::link(link, link),
                                                     .prominence = pdf::Prominence::small}},
      .emphasis = pdf::Emphasis::accent};
}

}  // namespace

Result<std::string> plan_pdf(const PlanReport& report) {
  const std::string title = report.texts.sentence("report.title");
  const std::string day = text::long_day(report.day());
  const std::string subject = report.practice.empty() ? day : fmt::format("{}, {}", report.practice, day);
  pdf::Document document{
      .title = report.practice.empty() ? title : fmt::format("{} – {}", title, report.practice),
      .author = report.practice,
      .date = report.day(),
      .footer = pdf::RunningLine{.start = fmt::format("Garde – {}", subject), .end = "{page} / {pages}"},
      .box_names = {.empty = report.texts.sentence("proof.none"),
                    .half = report.texts.sentence("state.to-recheck"),
                    .ticked = report.texts.sentence("plan.step.done")}};
  document.content = {pdf::Heading{.level = 1, .text = title}, pdf::Paragraph{.text = pdf::muted(subject)},
                      pdf::Paragraph{.text = overall_sentence(report), .prominence = pdf::Prominence::lead},
                      pdf::Heading{.level = 2, .text = report.texts.sentence("result.harms")}, harms_row(report)};
  for (const std::string& finding : finding_sentences(report, kFindingsShown))
    document.content.push_back(pdf::Paragraph{.text = finding, .prominence = pdf::Prominence::small});
  document.content.push_back(pdf::Heading{.level = 2, .text = report.texts.sentence("result.first-actions")});
  document.content.push_back(first_actions(report));
  document.content.push_back(pdf::Fill{});
  document.content.push_back(reflexes_box(report));
  document.content.push_back(pdf::PageBreak{});
  std::optional<plan::Phase> phase;
  for (const plan::Action& action : report.plan.actions) {
    if (phase != action.measure->phase) {
      phase = action.measure->phase;
      document.content.push_back(
          pdf::Heading{.level = 2, .text = report.texts.sentence(fmt::format("phase.{}.title", plan::name(*phase)))});
    }
    document.content.push_back(action.state == plan::ActionState::kept ? kept_action(report, action)
                                                                       : open_action(report, action));
  }
  pdf::Rendered rendered = TRY(pdf::render(document));
  return std::move(rendered.bytes);
}

}  // namespace garde::documents
