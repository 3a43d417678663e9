#include "web/plan/plan_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "documents/plan/plan_reasons.h"
#include "web/page/answers.h"
#include "web/page/standing.h"
#include "web/plan/templates.h"

namespace garde::web {
namespace {

constexpr std::size_t kCausesShown = 8;

std::string who_text(const Visitor& visitor, const plan::Measure& measure) {
  std::vector<std::string> names;
  for (const plan::Who who : measure.who) names.push_back(say(visitor, fmt::format("who.{}", plan::name(who))));
  return text::list(names);
}

std::string steps_text(const Visitor& visitor, std::size_t done, std::size_t total) {
  return say(visitor, {"plan.steps-done", {{"done", text::number(done)}, {"count", text::number(total)}}});
}

std::string state_text(const Visitor& visitor, const plan::Action& action) {
  if (action.state == plan::ActionState::kept && action.next_check) {
    const Date next = visitor.practice.zone().day_of(*action.next_check);
    return say(visitor, {"report.next-check", {{"day", text::long_day(next)}}});
  }
  return say(visitor, fmt::format("state.{}", plan::name(action.state)));
}

StepView step_view(const Visitor& visitor, const plan::Measure& measure, const plan::StepProgress& progress,
                   std::span<const evidence::Evidence> stated, const documents::PlanReport& report) {
  const plan::Step& step = *measure.find(progress.step);
  const std::string proof_id{progress.done() ? evidence::name(progress.standing.by->level) : "none"};
  const auto declared_here = [&](const evidence::Claim& claim) {
    return std::ranges::any_of(stated, [&](const evidence::Evidence& item) {
      return item.claim == claim && item.level == evidence::ProofLevel::declared && item.holds;
    });
  };
  return {.id = step.id.text(),
          .text = step.text,
          .done = progress.done(),
          .can_take_back = progress.done() && std::ranges::all_of(step.settled_by, declared_here),
          .proof_id = proof_id,
          .proof = documents::proof_words(report, progress),
          .note = standing_note(visitor, progress.standing)};
}

std::optional<Link> tool_link(const Visitor& visitor, const plan::Measure& measure) {
  if (measure.page.empty()) return std::nullopt;
  std::string key = measure.page;
  std::ranges::replace(key, '/', '-');
  return Link{Url::parse("/" + measure.page).take(), say(visitor, fmt::format("tool.{}", key))};
}

Result<http::Response> render_action(Visitor& visitor, const plan::MeasureId& id,
                                     const actions::FieldProblems& problems, const actions::NotesForm* typed,
                                     std::string flash) {
  const actions::Library& library = visitor.practice.library();
  const auto current = TRY(actions::current_plan(visitor.practice));
  const plan::Action* action = current.assessed.plan.find(id);
  const plan::Measure* measure = library.measures.find(id);
  if (measure == nullptr || action == nullptr) return no_such_page();
  const actions::NotesForm notes =
      typed != nullptr ? *typed
                       : actions::NotesForm{action->notes.owner, action->notes.due ? to_iso(*action->notes.due) : "",
                                            action->notes.note};
  ActionPage page{
      .frame = make_frame(visitor, Section::plan, measure->title),
      .id = id.text(),
      .title = documents::action_title(*action),
      .why = measure->why,
      .because = documents::because_sentences(current.report(visitor.practice), action->proposed.because, kCausesShown),
      .first = measure->first,
      .tool = tool_link(visitor, *measure),
      .steps = {},
      .who = who_text(visitor, *measure),
      .effort = text::minutes(measure->effort),
      .proof = measure->proof,
      .problems = !problems.empty(),
      .fields = {form_field(visitor, problems, "owner", say(visitor, "plan.owner"), say(visitor, "plan.owner-hint"),
                            notes.owner),
                 form_field(visitor, problems, "due", say(visitor, "plan.due"), say(visitor, "plan.due-hint"),
                            notes.due, "date"),
                 form_field(visitor, problems, "note", say(visitor, "plan.note"), "", notes.note)},
      .sources = {}};
  page.fields.back().multiline = true;
  page.frame.flash = std::move(flash);
  for (const plan::StepProgress& step : action->steps)
    page.steps.push_back(step_view(visitor, *measure, step, current.gathered, current.report(visitor.practice)));
  for (const plan::Source& source : measure->sources)
    page.sources.push_back({Url::parse(source.url).take(), source.title,
                            say(visitor, {"plan.source-checked", {{"day", text::long_day(source.checked)}}})});
  return page_response(visitor, render_plan_action, page, status_of(problems));
}

}  // namespace

ActionCard make_card(const Visitor& visitor, const actions::CurrentPlan& current, const plan::Action& action) {
  const plan::Measure& measure = *action.measure;
  const bool kept = action.state == plan::ActionState::kept;
  const bool weighed = !kept && action.proposed.level != diagnostic::HarmLevel::low;
  const documents::PlanReport report = current.report(visitor.practice);
  const std::string word = documents::level_word(report, action.proposed.level);
  return {.id = measure.id.text(),
          .mark = kept ? "✓" : std::to_string(action.rank),
          .title = documents::action_title(action),
          .first = kept ? "" : measure.first,
          .state = state_text(visitor, action),
          .steps = steps_text(visitor, action.steps_done(), action.steps.size()),
          .level = weighed ? say(visitor, {"plan.level", {{"level", word}}}) : "",
          .level_id = std::string(diagnostic::name(action.proposed.level)),
          .who = who_text(visitor, measure),
          .effort = text::minutes(measure.effort),
          .owner = action.notes.owner,
          .due = action.notes.due ? text::long_day(*action.notes.due) : "",
          .kept = kept};
}

Result<http::Response> show_plan(Visitor& visitor, const http::Request&) {
  const auto current = TRY(actions::current_plan(visitor.practice));
  const plan::Plan& plan = current.assessed.plan;
  PlanPage page{
      make_frame(visitor, Section::plan, say(visitor, "report.title")), "", "", 0, 0, {}, make_reflexes(visitor)};
  for (const plan::Action& action : plan.actions) {
    page.steps_done += action.steps_done();
    page.steps_total += action.steps.size();
    const std::string title = say(visitor, fmt::format("phase.{}.title", plan::name(action.measure->phase)));
    if (page.phases.empty() || page.phases.back().title != title) page.phases.push_back({title, {}});
    page.phases.back().actions.push_back(make_card(visitor, current, action));
  }
  page.summary = say(visitor, {"plan.open", {{"count", text::number(plan.open())}}});
  page.steps = steps_text(visitor, page.steps_done, page.steps_total);
  return page_response(visitor, render_plan, page);
}

Result<http::Response> show_action(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<plan::MeasureId>(request, "measure"));
  return render_action(visitor, id, {}, nullptr, saved_flash(visitor, request));
}

Result<http::Response> save_notes(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<plan::MeasureId>(request, "measure"));
  const actions::NotesForm notes{field_of(form, "owner"), field_of(form, "due"), field_of(form, "note")};
  const auto problems = TRY(actions::write_notes(visitor.practice, id, notes));
  if (!problems.empty()) return render_action(visitor, id, problems, &notes, "");
  return http::Response::see_other(fmt::format("/plan/{}?saved=1", id.text()));
}

Result<http::Response> save_step(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto measure = TRY(id_in<plan::MeasureId>(request, "measure"));
  const auto step = TRY(id_in<plan::StepId>(request, "step"));
  const auto said = field_of(form, "holds") == "yes" ? actions::Said::done : actions::Said::not_done;
  TRY(actions::declare_step(visitor.practice, measure, step, said));
  return http::Response::see_other(fmt::format("/plan/{}?saved=1", measure.text()));
}

}  // namespace garde::web
