// Assessment -> an ordered proposal; proposal, what the person wrote, evidence and today -> the plan shown.
// Only what a person wrote is kept (PlanNotes); order, progress and proofs are computed each time.
#pragma once

#include <map>
#include <optional>

#include "diagnostic/assessment.h"
#include "plan/measure.h"

namespace garde::plan {

using diagnostic::Cause;
using diagnostic::HarmLevel;

struct ProposedAction {
  MeasureId measure;
  HarmLevel level{};           // low when nothing asks for it and it is there as an essential, or to be kept up
  bool demanded = false;       // an answer asks for it, or a step of it is shown to fail
  std::vector<Cause> because;  // the answers that do, and what fails, the worst first
  bool operator==(const ProposedAction&) const = default;
};

// In the order of the plan: by phase; inside a phase the essential first, then what is demanded, then the
// worst level, then the catalogue's order. Holds every demanded measure, the essentials, and every measure
// one of whose steps an answer says to hold, so that it can be kept up. What is shown to fail demands the measures that
// mend it.
std::vector<ProposedAction> propose(const diagnostic::Assessment& assessment, const MeasureCatalogue& catalogue);

// What the person wrote about an action. Kept when the action leaves the plan, so that it is there if it returns.
struct ActionNotes {
  std::string owner;
  std::optional<Date> due;
  std::string note;
  Instant written_at;
  bool operator==(const ActionNotes&) const = default;
};
using PlanNotes = std::map<MeasureId, ActionNotes>;

inline constexpr std::size_t kMaxOwnerLength = 80;   // code points
inline constexpr std::size_t kMaxNoteLength = 2000;  // code points

struct StepProgress {
  StepId step;
  evidence::Standing standing;
  bool done() const { return standing.verdict == evidence::Verdict::holds; }
  bool operator==(const StepProgress&) const = default;
};

enum class ActionState : std::uint8_t {
  to_do,       // a step does not hold
  to_recheck,  // every step held once, and one has expired
  kept,        // every step holds: "à maintenir"
};
std::string_view name(ActionState state);  // "to-do", …

struct Action {
  std::size_t rank = 0;              // from 1, in the order of the plan
  const Measure* measure = nullptr;  // of the catalogue, which must outlive the plan
  ProposedAction proposed;
  ActionState state{};
  std::vector<StepProgress> steps;    // in the measure's order
  std::optional<Instant> next_check;  // when kept: the first evidence to expire
  ActionNotes notes;                  // empty when the person wrote nothing
  std::size_t steps_done() const;
};

struct Plan {
  std::vector<Action> actions;  // everything, in order
  std::size_t open() const;     // how many are not kept
  const Action* find(const MeasureId& measure) const;
};

// The plan as it stands at `now`. Actions keep the proposal's order; what the person wrote is found by measure.
// Left out is what no answer asks for and was never complete, unless it is essential or a step was shown to fail.
Plan make_plan(const std::vector<ProposedAction>& proposal, const MeasureCatalogue& catalogue, const PlanNotes& notes,
               std::span<const evidence::Evidence> evidence, Instant now);

}  // namespace garde::plan
