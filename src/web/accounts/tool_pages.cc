#include "web/accounts/tool_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "web/accounts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using accounts::Access;
using accounts::Register;
using accounts::UsedTool;
using actions::FieldProblems;

AccessView access_view(const Visitor& visitor, const Register& known, const Access* access, Url address,
                       const actions::AccessForm& form, const FieldProblems& problems) {
  const std::string id = access == nullptr ? "new" : access->id.text();
  AccessView view{
      .id = id,
      .address = std::move(address),
      .label = form.label,
      .summary = "",
      .state_id = "none",
      .second_factor = "",
      .open = !problems.empty(),
      .fields = {{"label-" + id, say(visitor, "accesses.access.label"), say(visitor, "accesses.access.label-hint"),
                  "text", form.label, false, problem_of(visitor, problems, "label")},
                 {"recovery_others-" + id, say(visitor, "accesses.access.recovery-others"),
                  say(visitor, "accesses.access.recovery-others-hint"), "text", form.recovery_others, false,
                  problem_of(visitor, problems, "recovery_others")}},
      .second_factor_choice =
          yes_no_field(visitor, "second_factor-" + id, say(visitor, "accesses.access.second-factor"),
                       form.second_factor, problem_of(visitor, problems, "second_factor")),
      .shared = {"shared-" + id, "shared", "yes", say(visitor, "accesses.access.shared"), form.shared},
      .holders = {},
      .recovery_accesses = {}};
  std::vector<std::string> names;
  for (const accounts::Person& person : known.people) {
    const bool holds = std::ranges::find(form.holders, person.id.text()) != form.holders.end();
    if (person.left_on && !holds) continue;
    if (holds) names.push_back(person.name);
    view.holders.push_back(
        {fmt::format("holder-{}-{}", id, person.id.text()), "holders", person.id.text(), person.name, holds});
  }
  for (const Access& other : known.accesses) {
    if (access != nullptr && other.id == access->id) continue;
    const bool recovers = std::ranges::find(form.recovery_accesses, other.id.text()) != form.recovery_accesses.end();
    view.recovery_accesses.push_back({fmt::format("recovery-{}-{}", id, other.id.text()), "recovery_accesses",
                                      other.id.text(), access_name(visitor, known, other), recovers});
  }
  if (access == nullptr) return view;
  view.state_id = state_of(access->second_factor);
  view.second_factor = say(visitor, fmt::format("accesses.second-factor.{}", name(access->second_factor)));
  view.summary = names.empty() ? say(visitor, "accesses.access.nobody")
                               : say(visitor, {"accesses.access.used-by", {{"people", text::list(names)}}});
  if (access->shared) view.summary += " " + say(visitor, "accesses.access.is-shared");
  return view;
}

// The form that came back with problems: of which account, or of a new one; null when none did.
struct ReturnedAccess {
  std::string id;  // "new" or the account's
  const actions::AccessForm* form = nullptr;
};

Result<http::Response> render_tool(Visitor& visitor, std::string flash, const accounts::UsedToolId& id,
                                   const ReturnedAccess& returned, const actions::ToolForm* typed,
                                   const FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto known = TRY(actions::access_register(visitor.practice));
  const UsedTool* tool = known.find(id);
  if (tool == nullptr) return no_such_page();
  const std::string title = tool_title(visitor, *tool);
  const std::string known_id = tool->known ? tool->known->text() : "";
  const Url address = Url::of("/accesses/tools") / id.text();
  const auto access_problems = [&](std::string_view of) {
    return returned.form != nullptr && returned.id == of ? problems : FieldProblems{};
  };
  ToolPage page{
      .frame = make_frame(visitor, Section::accesses, title),
      .address = address,
      .title = title,
      .problems = problem_list(visitor, problems),
      .facts = {},
      .rules = {},
      .accesses = {},
      .new_access = access_view(visitor, known, nullptr, address / "accounts",
                                returned.id == "new" ? *returned.form : actions::AccessForm{}, access_problems("new")),
      .has_people = !known.people.empty(),
      .fields = {{"name", say(visitor, "accesses.tool.name"),
                  tool->essential ? say(visitor, "accesses.tool.name-hint") : "", "text",
                  typed != nullptr ? typed->name : tool->name, false, problem_of(visitor, problems, "name")}},
      .known = known_field(visitor, tool->essential ? id.text() : "", typed != nullptr ? typed->known : known_id,
                           problem_of(visitor, problems, "known")),
      .remove = tool->essential ? "" : say(visitor, "accesses.tool.remove")};
  page.frame.flash = std::move(flash);
  if (const accounts::Tool* directory = tool->known ? library.accounts.tools.find(*tool->known) : nullptr) {
    std::vector<std::string> logins;
    for (const accounts::LoginKind kind : directory->logins)
      logins.push_back(say(visitor, fmt::format("accounts.login.{}", name(kind))));
    std::vector<std::string> factors;
    for (const accounts::Factor factor : directory->second_factors)
      factors.push_back(say(visitor, fmt::format("accounts.factor.{}", name(factor))));
    if (!logins.empty()) page.facts.push_back(say(visitor, {"accesses.tool.logins", {{"list", text::list(logins)}}}));
    page.facts.push_back(factors.empty() ? say(visitor, "accesses.tool.no-known-factor")
                                         : say(visitor, {"accesses.tool.factors", {{"list", text::list(factors)}}}));
    for (const accounts::ToolRule& rule : directory->rules)
      page.rules.push_back({rule.text, rule.source.title, Url::parse(rule.source.url).take(),
                            say(visitor, {"plan.source-checked", {{"day", text::short_day(rule.source.checked)}}})});
  }
  for (const Access* access : known.accesses_of(id)) {
    const std::string& own = access->id.text();
    page.accesses.push_back(access_view(visitor, known, access, Url::of("/accesses/accounts") / own,
                                        returned.id == own ? *returned.form : actions::form_of(*access),
                                        access_problems(own)));
  }
  return page_response(visitor, render_accounts_tool, page, status_of(problems));
}

actions::AccessForm read_access(const http::Form& form, const std::string& id) {
  return {.label = field_of(form, "label-" + id),
          .shared = form.fields.get("shared").has_value(),
          .second_factor = field_of(form, "second_factor-" + id),
          .holders = fields_of(form, "holders"),
          .recovery_accesses = fields_of(form, "recovery_accesses"),
          .recovery_others = field_of(form, "recovery_others-" + id)};
}

}  // namespace

Result<http::Response> show_tool(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<accounts::UsedToolId>(request, "tool"));
  return render_tool(visitor, saved_flash(visitor, request, "accesses.saved"), id, {}, nullptr, {});
}

Result<http::Response> save_tool(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<accounts::UsedToolId>(request, "tool"));
  if (field_of(form, "do") == "remove") {
    TRY(actions::remove_tool(visitor.practice, id));
    return saved("/accesses");
  }
  const actions::ToolForm typed{field_of(form, "name"), field_of(form, "known")};
  const auto problems = TRY(actions::save_tool(visitor.practice, id, typed));
  return problems.empty() ? saved("/accesses/tools/" + id.text()) : render_tool(visitor, "", id, {}, &typed, problems);
}

Result<http::Response> add_access(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<accounts::UsedToolId>(request, "tool"));
  const actions::AccessForm typed = read_access(form, "new");
  const auto problems = TRY(actions::add_access(visitor.practice, id, typed));
  return problems.empty() ? saved("/accesses/tools/" + id.text())
                          : render_tool(visitor, "", id, {"new", &typed}, nullptr, problems);
}

Result<http::Response> save_access(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<accounts::AccessId>(request, "account"));
  const auto known = TRY(actions::access_register(visitor.practice));
  const Access* access = known.find(id);
  if (access == nullptr) return no_such_page();
  const std::string back = "/accesses/tools/" + access->tool.text();
  if (field_of(form, "do") == "remove") {
    TRY(actions::remove_access(visitor.practice, id));
    return saved(back);
  }
  const actions::AccessForm typed = read_access(form, id.text());
  const auto problems = TRY(actions::save_access(visitor.practice, id, typed));
  return problems.empty() ? saved(back)
                          : render_tool(visitor, "", access->tool, {id.text(), &typed}, nullptr, problems);
}

}  // namespace garde::web
