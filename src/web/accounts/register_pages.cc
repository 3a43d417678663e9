#include "web/accounts/register_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "accounts/register/departure.h"
#include "web/accounts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using accounts::Access;
using accounts::Register;
using accounts::UsedTool;
using actions::FieldProblems;

constexpr std::array<evidence::ClaimLiteral, 5> kClaims = {"accesses-reviewed/practice", "no-shared-account/practice",
                                                           "no-password-reused/practice", "leavers-closed/practice",
                                                           "cards-personal/practice"};

std::string_view state_id(const evidence::Standing& standing) {
  switch (standing.verdict) {
    case evidence::Verdict::holds: return "holds";
    case evidence::Verdict::fails: return "fails";
    case evidence::Verdict::failed_once:
    case evidence::Verdict::expired:
    case evidence::Verdict::never_shown: return "none";
  }
  return "none";
}

// What all accounts of a tool together say of its second factor.
accounts::YesNo second_factor_of(const std::vector<const Access*>& accesses) {
  const auto any = [&](accounts::YesNo answer) {
    return std::ranges::any_of(accesses, [&](const Access* access) { return access->second_factor == answer; });
  };
  if (any(accounts::YesNo::no)) return accounts::YesNo::no;
  if (accesses.empty() || any(accounts::YesNo::unknown)) return accounts::YesNo::unknown;
  return accounts::YesNo::yes;
}

ToolCard tool_card(const Visitor& visitor, const Register& known, const UsedTool& tool) {
  const auto accesses = known.accesses_of(tool.id);
  const accounts::YesNo second_factor = second_factor_of(accesses);
  return {.address = Url::of("/accesses/tools") / tool.id.text(),
          .title = tool_title(visitor, tool),
          .name = tool.essential ? tool.name : "",
          .accounts = say(visitor, {"accesses.accounts", {{"count", text::number(accesses.size())}}}),
          .second_factor = say(visitor, fmt::format("accesses.second-factor.{}", name(second_factor))),
          .state_id = state_of(second_factor)};
}

PersonRow person_row(const Visitor& visitor, const Register& known, const accounts::Person& person) {
  PersonRow row{
      .address = Url::of("/accesses/people") / person.id.text(),
      .name = person.name,
      .role = person.role,
      .accounts = say(visitor, {"accesses.accounts", {{"count", text::number(known.accesses_of(person.id).size())}}}),
      .card = say(visitor, fmt::format("accesses.card.{}", name(person.card))),
      .left = "",
      .still_holds = accounts::still_holds(known, person)};
  if (person.left_on) row.left = say(visitor, {"accesses.person.left", {{"day", text::long_day(*person.left_on)}}});
  return row;
}

// What a review would leave out: the first of it.
std::string what_is_missing(const Visitor& visitor, const Register& known) {
  for (const UsedTool& tool : known.tools)
    if (tool.essential && known.accesses_of(tool.id).empty())
      return say(visitor, {"accesses.missing-account", {{"tool", tool_title(visitor, tool)}}});
  for (const Access& access : known.accesses)
    if (access.holders.empty())
      return say(visitor, {"accesses.missing-holder", {{"account", access_name(visitor, known, access)}}});
  return "";
}

struct Typed {
  actions::ToolForm tool;
  actions::PersonForm person;
  std::string reviewer;
};

Result<http::Response> render_register(Visitor& visitor, std::string flash, const Typed& typed,
                                       const FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto known = TRY(actions::access_register(visitor.practice));
  const auto audits = TRY(actions::kept_audits(visitor.practice));
  const auto shown = TRY(actions::access_evidence(visitor.practice));
  const text::Zone zone = visitor.practice.zone();
  RegisterPage page{
      .frame = make_frame(visitor, Section::accesses, say(visitor, "accesses.title")),
      .problems = problem_list(visitor, problems),
      .claims = {},
      .tools = {},
      .people = {},
      .tool_fields = {{"name", say(visitor, "accesses.tool.name"), "", "text", typed.tool.name, false, ""}},
      .known_tool = known_field(visitor, "", typed.tool.known, ""),
      .person_fields = person_fields(visitor, typed.person, {}),
      .card = card_field(visitor, typed.person.card, ""),
      .last_review =
          known.review
              ? say(visitor, {"accesses.reviewed",
                              {{"day", text::long_day(zone.day_of(known.review->at))}, {"by", known.review->by}}})
              : say(visitor, "accesses.never-reviewed"),
      .incomplete = what_is_missing(visitor, known),
      .reviewer = form_field(visitor, problems, "by", say(visitor, "accesses.reviewer"), "", typed.reviewer),
      .last_audit = audits.empty() ? say(visitor, "accesses.never-audited") : audit_words(visitor, audits.front())};
  // The two forms of this page have a field of the same name: each on the page needs an id of its own.
  page.tool_fields.front().name = "tool_name";
  page.person_fields[0].name = "person_name";
  page.person_fields[1].name = "person_role";
  page.frame.flash = std::move(flash);
  for (const evidence::ClaimLiteral claim : kClaims) {
    const evidence::Claim of = evidence::Claim::of(claim);
    const std::string_view state = state_id(evidence::standing(shown, of, visitor.practice.now()));
    page.claims.push_back({library.claims.find(of.kind)->title, std::string(state),
                           say(visitor, fmt::format("accesses.state.{}", state))});
  }
  for (const UsedTool& tool : known.tools) page.tools.push_back(tool_card(visitor, known, tool));
  for (const accounts::Person& person : known.people) page.people.push_back(person_row(visitor, known, person));
  return page_response(visitor, render_accounts_register, page, status_of(problems));
}

}  // namespace

Result<http::Response> show_register(Visitor& visitor, const http::Request& request) {
  return render_register(visitor, saved_flash(visitor, request, "accesses.saved"), {}, {});
}

Result<http::Response> add_tool(Visitor& visitor, const http::Request&, const http::Form& form) {
  const Typed typed{.tool = {field_of(form, "tool_name"), field_of(form, "known")}, .person = {}, .reviewer = {}};
  const auto problems = TRY(actions::add_tool(visitor.practice, typed.tool));
  return problems.empty() ? saved("/accesses") : render_register(visitor, "", typed, problems);
}

Result<http::Response> add_person(Visitor& visitor, const http::Request&, const http::Form& form) {
  Typed typed;
  typed.person.name = field_of(form, "person_name");
  typed.person.role = field_of(form, "person_role");
  typed.person.card = field_of(form, "card");
  const auto problems = TRY(actions::add_person(visitor.practice, typed.person));
  return problems.empty() ? saved("/accesses") : render_register(visitor, "", typed, problems);
}

Result<http::Response> save_review(Visitor& visitor, const http::Request&, const http::Form& form) {
  const Typed typed{.tool = {}, .person = {}, .reviewer = field_of(form, "by")};
  const auto problems = TRY(actions::review_accesses(visitor.practice, typed.reviewer));
  return problems.empty() ? saved("/accesses") : render_register(visitor, "", typed, problems);
}

}  // namespace garde::web
