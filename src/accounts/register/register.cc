#include "accounts/register/register.h"

#include <algorithm>
#include <array>

namespace garde::accounts {
namespace {

constexpr std::array<IdLiteral, 4> kEssential = {"business-software", "mail", "agenda", "ameli-pro"};
constexpr IdLiteral kOnlyMeans = "ameli-pro";  // the one that is one tool and no kind of tool

template <class Item, class Id>
const Item* find_in(const std::vector<Item>& items, const Id& id) {
  const auto found = std::ranges::find(items, id, &Item::id);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name(Card card) {
  switch (card) {
    case Card::unknown: return "unknown";
    case Card::none: return "none";
    case Card::cps: return "cps";
    case Card::cpe: return "cpe";
    case Card::e_cps: return "e-cps";
  }
  return "";
}

std::optional<Card> parse_card(std::string_view text) {
  for (const Card card : {Card::unknown, Card::none, Card::cps, Card::cpe, Card::e_cps})
    if (text == name(card)) return card;
  return std::nullopt;
}

std::string_view name(YesNo answer) {
  switch (answer) {
    case YesNo::unknown: return "unknown";
    case YesNo::no: return "no";
    case YesNo::yes: return "yes";
  }
  return "";
}

std::optional<YesNo> parse_yes_no(std::string_view text) {
  for (const YesNo answer : {YesNo::unknown, YesNo::no, YesNo::yes})
    if (text == name(answer)) return answer;
  return std::nullopt;
}

const UsedTool* Register::find(const UsedToolId& id) const { return find_in(tools, id); }
const Person* Register::find(const PersonId& id) const { return find_in(people, id); }
const Access* Register::find(const AccessId& id) const { return find_in(accesses, id); }

std::vector<const Access*> Register::accesses_of(const UsedToolId& tool) const {
  std::vector<const Access*> found;
  for (const Access& access : accesses)
    if (access.tool == tool) found.push_back(&access);
  return found;
}

std::vector<const Access*> Register::accesses_of(const PersonId& person) const {
  std::vector<const Access*> found;
  for (const Access& access : accesses)
    if (std::ranges::find(access.holders, person) != access.holders.end()) found.push_back(&access);
  return found;
}

std::span<const IdLiteral> essential_tools() { return kEssential; }

void add_essential_tools(Register& register_of) {
  std::vector<UsedTool> tools;
  for (const IdLiteral id : kEssential) {
    const UsedTool* there = register_of.find(UsedToolId::of(id));
    UsedTool tool = there != nullptr ? *there : UsedTool{.id = UsedToolId::of(id), .name = "", .known = {}};
    tool.essential = true;
    if (id.text() == kOnlyMeans.text()) tool.known = ToolId::of(kOnlyMeans);
    tools.push_back(std::move(tool));
  }
  for (UsedTool& tool : register_of.tools)
    if (std::ranges::find(kEssential, tool.id.text(), &IdLiteral::text) == kEssential.end())
      tools.push_back(std::move(tool));
  register_of.tools = std::move(tools);
}

}  // namespace garde::accounts
