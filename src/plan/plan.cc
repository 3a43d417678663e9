#include "plan/plan.h"

#include <algorithm>
#include <set>
#include <span>
#include <tuple>

namespace garde::plan {
namespace {

using evidence::Verdict;

bool says_one_step_holds(const std::set<evidence::Claim>& declared, const Measure& measure) {
  return std::ranges::any_of(measure.steps, [&](const Step& step) {
    return std::ranges::all_of(step.settled_by, [&](const auto& claim) { return declared.contains(claim); });
  });
}

// What is shown to fail and would settle a step of the measure.
std::vector<Cause> failures_of(const Measure& measure, const std::vector<Cause>& failures) {
  std::vector<Cause> found;
  for (const Cause& failure : failures) {
    const evidence::Claim& claim = std::get<diagnostic::FailureCause>(failure.what).shown.claim;
    const bool settles = std::ranges::any_of(measure.steps, [&](const Step& step) {
      return std::ranges::find(step.settled_by, claim) != step.settled_by.end();
    });
    if (settles) found.push_back(failure);
  }
  return found;
}

ActionState state_of(const std::vector<StepProgress>& steps) {
  ActionState state = ActionState::kept;
  for (const StepProgress& step : steps) {
    if (step.standing.verdict == Verdict::expired) {
      state = ActionState::to_recheck;
    } else if (!step.done()) {
      return ActionState::to_do;
    }
  }
  return state;
}

// A step stands on its weakest claim; a stronger one may still be the first to end.
std::optional<Instant> first_end(const Measure& measure, std::span<const evidence::Evidence> evidence, Instant now) {
  std::optional<Instant> first;
  for (const Step& step : measure.steps) {
    for (const evidence::Claim& claim : step.settled_by) {
      const evidence::Standing standing = evidence::standing(evidence, claim, now);
      if (standing.by && (!first || standing.by->valid_until < *first)) first = standing.by->valid_until;
    }
  }
  return first;
}

// Nobody asks for it, and it was never complete: half of it holding is no reason to propose the rest. A step that
// was shown to fail is one, and stays one when that has grown old.
bool is_beside_the_point(const Measure& measure, const ProposedAction& proposed, ActionState state,
                         const std::vector<StepProgress>& steps) {
  const bool failed = std::ranges::any_of(steps, [](const StepProgress& step) {
    return step.standing.verdict == Verdict::fails || step.standing.verdict == Verdict::failed_once;
  });
  return !proposed.demanded && !measure.essential && state == ActionState::to_do && !failed;
}

}  // namespace

std::string_view name(ActionState state) {
  switch (state) {
    case ActionState::to_do: return "to-do";
    case ActionState::to_recheck: return "to-recheck";
    case ActionState::kept: return "kept";
  }
  fail_check("an ActionState outside its enum", __FILE__, __LINE__);
}

std::vector<ProposedAction> propose(const diagnostic::Assessment& assessment, const MeasureCatalogue& catalogue) {
  std::set<evidence::Claim> declared;
  for (const evidence::Evidence& item : assessment.declared) declared.insert(item.claim);

  struct Candidate {
    const Measure* measure;
    ProposedAction action;
  };
  std::vector<Candidate> candidates;
  for (const Measure& measure : catalogue.measures()) {
    const auto demand = std::ranges::find(assessment.demands, measure.id, &diagnostic::Demand::measure);
    std::vector<Cause> because = failures_of(measure, assessment.failures);
    const bool is_demanded = demand != assessment.demands.end();
    if (is_demanded || !because.empty()) {
      HarmLevel level = is_demanded ? demand->level : HarmLevel::low;
      for (const Cause& failure : because) level = std::max(level, failure.level);
      if (is_demanded) because.insert(because.begin(), demand->because.begin(), demand->because.end());
      std::ranges::stable_sort(because, std::ranges::greater{}, &Cause::level);
      candidates.push_back({&measure, {measure.id, level, true, std::move(because)}});
    } else if (measure.essential || says_one_step_holds(declared, measure)) {
      candidates.push_back({&measure, {measure.id, HarmLevel::low, false, {}}});
    }
  }
  // Stable: what is equal stays in the catalogue's order.
  std::ranges::stable_sort(candidates, {}, [](const Candidate& candidate) {
    return std::tuple(candidate.measure->phase, !candidate.measure->essential, !candidate.action.demanded,
                      -static_cast<int>(candidate.action.level));
  });
  std::vector<ProposedAction> proposal;
  for (Candidate& candidate : candidates) proposal.push_back(std::move(candidate.action));
  return proposal;
}

std::size_t Action::steps_done() const {
  return static_cast<std::size_t>(std::ranges::count_if(steps, &StepProgress::done));
}

std::size_t Plan::open() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(actions, [](const Action& action) { return action.state != ActionState::kept; }));
}

const Action* Plan::find(const MeasureId& measure) const {
  const auto found =
      std::ranges::find(actions, measure, [](const Action& action) -> const MeasureId& { return action.measure->id; });
  return found == actions.end() ? nullptr : &*found;
}

Plan make_plan(const std::vector<ProposedAction>& proposal, const MeasureCatalogue& catalogue, const PlanNotes& notes,
               std::span<const evidence::Evidence> evidence, Instant now) {
  Plan plan;
  for (const ProposedAction& proposed : proposal) {
    const Measure* measure = catalogue.find(proposed.measure);
    GARDE_CHECK(measure != nullptr);
    std::vector<StepProgress> steps;
    for (const Step& step : measure->steps)
      steps.push_back({step.id, evidence::standing(evidence, step.settled_by, now)});
    const ActionState state = state_of(steps);
    if (is_beside_the_point(*measure, proposed, state, steps)) continue;
    const auto written = notes.find(measure->id);
    plan.actions.push_back(
        {.rank = plan.actions.size() + 1,
         .measure = measure,
         .proposed = proposed,
         .state = state,
         .steps = std::move(steps),
         .next_check = state == ActionState::kept ? first_end(*measure, evidence, now) : std::nullopt,
         .notes = written == notes.end() ? ActionNotes{} : written->second});
  }
  return plan;
}

}  // namespace garde::plan
