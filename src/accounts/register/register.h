// Who can enter what: the tools of the practice, the accounts in them, the people who use them, and by what each
// account is recovered. Holds no password.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/register/tools.h"
#include "base/id.h"
#include "base/instant.h"
#include "evidence/evidence.h"

namespace garde::accounts {

using PersonId = Id<struct PersonTag>;
using AccessId = Id<struct AccessTag>;
using UsedToolId = evidence::SubjectId;  // what claims about a tool are about

// A tool of this practice. The four of the plan are always there.
struct UsedTool {
  UsedToolId id;
  std::string name;             // "Doctolib"; of the four, empty until somebody gives it
  std::optional<ToolId> known;  // what is known of it, in Tools
  bool essential = false;       // one of the four
  bool operator==(const UsedTool&) const = default;
};

enum class Card : std::uint8_t { unknown, none, cps, cpe, e_cps };
std::string_view name(Card card);  // "e-cps"
std::optional<Card> parse_card(std::string_view text);

enum class YesNo : std::uint8_t { unknown, no, yes };
std::string_view name(YesNo answer);
std::optional<YesNo> parse_yes_no(std::string_view text);

struct Person {
  PersonId id;
  std::string name;
  std::string role;  // in words: "secrétaire"
  Card card = Card::unknown;
  YesNo lends_card = YesNo::unknown;
  std::optional<Date> left_on;
  bool operator==(const Person&) const = default;
};

// How one gets back in without the password.
struct Recovery {
  std::optional<AccessId> access;  // by a message to this account
  std::string other;               // else by this: "téléphone du cabinet". The same words are the same thing
  bool operator==(const Recovery&) const = default;
};

// An account in a tool.
struct Access {
  AccessId id;
  UsedToolId tool;
  std::string label;  // what tells it from the tool's other accounts: a login, a person
  bool shared = false;
  YesNo second_factor = YesNo::unknown;
  std::vector<PersonId> holders;
  std::vector<Recovery> recoveries;
  Instant changed_at;
  bool operator==(const Access&) const = default;
};

struct Review {
  Instant at;
  std::string by;
  bool operator==(const Review&) const = default;
};

struct Register {
  std::vector<UsedTool> tools;  // the four first
  std::vector<Person> people;   // those who left last
  std::vector<Access> accesses;
  std::optional<Review> review;  // the last time somebody went through all of it

  const UsedTool* find(const UsedToolId& id) const;  // null when there is none; valid while this lives
  const Person* find(const PersonId& id) const;
  const Access* find(const AccessId& id) const;
  std::vector<const Access*> accesses_of(const UsedToolId& tool) const;
  std::vector<const Access*> accesses_of(const PersonId& person) const;
  bool operator==(const Register&) const = default;
};

// Limits of what a person enters; a practice has some tens of each.
constexpr std::size_t kMaxTools = 100;
constexpr std::size_t kMaxPeople = 300;
constexpr std::size_t kMaxAccesses = 1000;
constexpr std::size_t kMaxNameLength = 80;  // code points
constexpr std::size_t kMaxRecoveries = 4;   // of one account

// "business-software", "mail", "agenda", "ameli-pro": the order of the plan.
std::span<const IdLiteral> essential_tools();
// Those of the four that are missing, in their places.
void add_essential_tools(Register& register_of);

}  // namespace garde::accounts
