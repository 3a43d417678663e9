#include "accounts/register/departure.h"

#include <algorithm>
#include <tuple>

#include "accounts/register/recovery_graph.h"

namespace garde::accounts {
namespace {

bool holds(const Access& access, const PersonId& person) {
  return std::ranges::find(access.holders, person) != access.holders.end();
}

// Of this person alone; one that somebody else uses as well stays open.
bool is_own(const Access& access, const PersonId& person) {
  return !access.shared && access.holders == std::vector{person};
}

}  // namespace

std::string_view name(DepartureTask task) {
  switch (task) {
    case DepartureTask::close_account: return "close-account";
    case DepartureTask::change_password: return "change-password";
    case DepartureTask::replace_recovery: return "replace-recovery";
    case DepartureTask::take_card_back: return "take-card-back";
  }
  return "";
}

std::vector<DepartureStep> departure_steps(const Register& register_of, const PersonId& person) {
  const RecoveryGraph graph = recovery_graph(register_of);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < register_of.accesses.size(); ++i)
    if (holds(register_of.accesses[i], person)) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    const UsedTool* tool = register_of.find(register_of.accesses[i].tool);
    const bool essential = tool != nullptr && tool->essential;
    return std::tuple(-static_cast<std::ptrdiff_t>(graph.nodes[i].falls.size()), !essential);
  });
  std::vector<DepartureStep> steps;
  for (const std::size_t i : order) {
    const Access& access = register_of.accesses[i];
    const bool own = is_own(access, person);
    for (const std::size_t opened : graph.nodes[i].opens) {
      const Access& other = register_of.accesses[opened];
      if (own && !is_own(other, person))
        steps.push_back({DepartureTask::replace_recovery, other.id, access.id, graph.nodes[opened].falls.size()});
    }
    steps.push_back({own ? DepartureTask::close_account : DepartureTask::change_password, access.id, std::nullopt,
                     graph.nodes[i].falls.size()});
  }
  const Person* leaver = register_of.find(person);
  if (leaver != nullptr && leaver->card != Card::none)
    steps.push_back({DepartureTask::take_card_back, std::nullopt, std::nullopt, 0});
  return steps;
}

bool still_holds(const Register& register_of, const Person& person) {
  return person.left_on && !register_of.accesses_of(person.id).empty();
}

}  // namespace garde::accounts
