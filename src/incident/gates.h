// Which dangerous steps are still closed in an incident, and what would open them.
#pragma once

#include <vector>

#include "incident/rules.h"

namespace garde::incident {

enum class GateState : std::uint8_t { closed, open, overridden };
std::string_view name(GateState state);  // "closed", "open", "overridden"

struct GatePrecondition {
  const Precondition* precondition = nullptr;
  const Recorded* recorded = nullptr;  // null while it is missing
};

struct GateView {
  const Gate* gate = nullptr;
  GateState state{};
  std::vector<GatePrecondition> preconditions;
  const Recorded* overridden = nullptr;  // with its reason, also when the gate opened later
};

// In the order of the rules. Both must outlive the views.
std::vector<GateView> gates_of(const Incident& incident, const Rules& rules);

// True if a person typed the phrase: case, accents' absence and spaces around do not matter.
bool is_override_phrase(const Rules& rules, std::string_view typed);

}  // namespace garde::incident
