#include "incident/gates.h"

#include <algorithm>

#include "base/utf8.h"

namespace garde::incident {
namespace {

template <class Key>
const Recorded* find(const std::map<Key, Recorded>& all, const Key& key) {
  const auto found = all.find(key);
  return found == all.end() ? nullptr : &found->second;
}

// A-Z only: the phrase is made of plain letters.
std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

}  // namespace

std::string_view name(GateState state) {
  switch (state) {
    case GateState::closed: return "closed";
    case GateState::open: return "open";
    case GateState::overridden: return "overridden";
  }
  return "";
}

std::vector<GateView> gates_of(const Incident& incident, const Rules& rules) {
  std::vector<GateView> views;
  for (const Gate& gate : rules.gates) {
    GateView view{&gate, GateState::closed, {}, find(incident.overrides, gate.id)};
    for (const PreconditionId& id : gate.preconditions)
      view.preconditions.push_back({rules.find(id), find(incident.preconditions, id)});
    const bool complete =
        std::ranges::all_of(view.preconditions, [](const GatePrecondition& one) { return one.recorded != nullptr; });
    if (complete)
      view.state = GateState::open;
    else if (view.overridden != nullptr)
      view.state = GateState::overridden;
    views.push_back(std::move(view));
  }
  return views;
}

bool is_override_phrase(const Rules& rules, std::string_view typed) {
  return lower(trimmed(typed)) == lower(rules.override_phrase);
}

}  // namespace garde::incident
