#include "web/register_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "accounts/access_evidence.h"
#include "accounts/departure.h"
#include "documents/departure_sheet.h"
#include "web/templates.h"

namespace garde::web {
namespace {

using accounts::Access;
using accounts::Register;
using accounts::UsedTool;
using actions::FieldProblems;

constexpr std::array kClaims = {
    std::string_view("accesses-reviewed/practice"), std::string_view("no-shared-account/practice"),
    std::string_view("no-password-reused/practice"), std::string_view("leavers-closed/practice"),
    std::string_view("cards-personal/practice")};

std::string count_text(std::size_t count) { return text::number(static_cast<std::int64_t>(count)); }

ProblemList sentences(const Visitor& visitor, const FieldProblems& problems) {
  ProblemList said;
  for (const actions::FieldProblem& problem : problems) {
    std::string sentence = say(visitor, problem.message);
    if (std::ranges::find(said.sentences, sentence) == said.sentences.end())
      said.sentences.push_back(std::move(sentence));
  }
  return said;
}

http::Status status_of(const FieldProblems& problems) {
  return problems.empty() ? http::Status::ok : http::Status::unprocessable_content;
}

std::string field_of(const http::Form& form, std::string_view name) {
  return std::string(form.fields.get(name).value_or(""));
}
std::vector<std::string> fields_of(const http::Form& form, std::string_view name) {
  const auto all = form.fields.all(name);
  return {all.begin(), all.end()};
}

std::string_view state_id(const evidence::Standing& standing) {
  switch (standing.verdict) {
    case evidence::Verdict::holds: return "holds";
    case evidence::Verdict::fails: return "fails";
    case evidence::Verdict::expired:
    case evidence::Verdict::never_shown: return "none";
  }
  return "none";
}

SelectField yes_no_field(const Visitor& visitor, std::string name, std::string label, std::string_view chosen,
                         std::string problem) {
  SelectField field{std::move(name), std::move(label), "", {}, std::move(problem)};
  for (const std::string_view value : {"unknown", "yes", "no"})
    field.choices.push_back(
        {std::string(value), say(visitor, fmt::format("accesses.answer.{}", value)), value == chosen});
  return field;
}

SelectField card_field(const Visitor& visitor, std::string_view chosen, std::string problem) {
  SelectField field{"card", say(visitor, "accesses.person.card"), "", {}, std::move(problem)};
  for (const std::string_view value : {"unknown", "cps", "cpe", "e-cps", "none"})
    field.choices.push_back(
        {std::string(value), say(visitor, fmt::format("accesses.card.{}", value)), value == chosen});
  return field;
}

SelectField known_field(const Visitor& visitor, std::string_view serves, std::string_view chosen, std::string problem) {
  SelectField field{
      "known", say(visitor, "accesses.tool.known"), say(visitor, "accesses.tool.known-hint"), {}, std::move(problem)};
  field.choices.push_back({"", say(visitor, "accesses.tool.unknown"), chosen.empty()});
  for (const accounts::Tool& tool : visitor.practice.library().accounts.tools.all())
    if (serves.empty() || tool.serves == serves)
      field.choices.push_back({tool.id.text(), tool.name, tool.id.text() == chosen});
  return field;
}

std::vector<FormField> person_fields(const Visitor& visitor, const actions::PersonForm& form,
                                     const FieldProblems& problems) {
  return {{"name", say(visitor, "accesses.person.name"), "", "text", form.name, false,
           problem_of(visitor, problems, "name")},
          {"role", say(visitor, "accesses.person.role"), say(visitor, "accesses.person.role-hint"), "text", form.role,
           false, problem_of(visitor, problems, "role")}};
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

std::string state_of(accounts::YesNo second_factor) {
  switch (second_factor) {
    case accounts::YesNo::yes: return "holds";
    case accounts::YesNo::no: return "fails";
    case accounts::YesNo::unknown: return "none";
  }
  return "none";
}

ToolCard tool_card(const Visitor& visitor, const Register& known, const UsedTool& tool) {
  const auto accesses = known.accesses_of(tool.id);
  const accounts::YesNo second_factor = second_factor_of(accesses);
  return {.address = Url::of("/accesses/tools/" + tool.id.text()),
          .title = tool_title(visitor, tool),
          .name = tool.essential ? tool.name : "",
          .accounts = say(visitor, {"accesses.accounts", {{"count", count_text(accesses.size())}}}),
          .second_factor = say(visitor, fmt::format("accesses.second-factor.{}", name(second_factor))),
          .state_id = state_of(second_factor)};
}

PersonRow person_row(const Visitor& visitor, const Register& known, const accounts::Person& person) {
  PersonRow row{
      .address = Url::of("/accesses/people/" + person.id.text()),
      .name = person.name,
      .role = person.role,
      .accounts = say(visitor, {"accesses.accounts", {{"count", count_text(known.accesses_of(person.id).size())}}}),
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

http::Response render_register(Visitor& visitor, const http::Request* request, const Typed& typed,
                               const FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto known = actions::access_register(visitor.practice);
  if (!known) return error_response(library.texts, known.error());
  const auto audits = actions::kept_audits(visitor.practice);
  if (!audits) return error_response(library.texts, audits.error());
  auto shown = accounts::evidence_from(*known, library.claims);
  if (!audits->empty()) {
    const auto measured = accounts::evidence_from(audits->front(), library.claims);
    shown.insert(shown.end(), measured.begin(), measured.end());
  }
  const text::Zone& zone = visitor.practice.zone();
  RegisterPage page{
      .frame = make_frame(visitor, Section::accesses, say(visitor, "accesses.title")),
      .problems = sentences(visitor, problems),
      .claims = {},
      .tools = {},
      .people = {},
      .tool_fields = {{"name", say(visitor, "accesses.tool.name"), "", "text", typed.tool.name, false, ""}},
      .known_tool = known_field(visitor, "", typed.tool.known, ""),
      .person_fields = person_fields(visitor, typed.person, {}),
      .card = card_field(visitor, typed.person.card, ""),
      .last_review =
          known->review
              ? say(visitor, {"accesses.reviewed",
                              {{"day", text::long_day(zone.day_of(known->review->at))}, {"by", known->review->by}}})
              : say(visitor, "accesses.never-reviewed"),
      .incomplete = what_is_missing(visitor, *known),
      .reviewer = {"by", say(visitor, "accesses.reviewer"), "", "text", typed.reviewer, false,
                   problem_of(visitor, problems, "by")},
      .last_audit = audits->empty() ? say(visitor, "accesses.never-audited")
                                    : say(visitor, {"accesses.audited",
                                                    {{"day", text::long_day(zone.day_of(audits->front().at))},
                                                     {"count", count_text(audits->front().with_any)},
                                                     {"accounts", count_text(audits->front().accounts)}}})};
  // The two forms of this page have a field of the same name: each on the page needs an id of its own.
  page.tool_fields.front().name = "tool_name";
  page.person_fields[0].name = "person_name";
  page.person_fields[1].name = "person_role";
  if (request != nullptr && request->query.get("saved")) page.frame.flash = say(visitor, "accesses.saved");
  for (const std::string_view claim : kClaims) {
    const evidence::Claim of = evidence::Claim::of(claim);
    const std::string_view state = state_id(evidence::standing(shown, of, visitor.practice.now()));
    page.claims.push_back({library.claims.find(of.kind)->title, std::string(state),
                           say(visitor, fmt::format("accesses.state.{}", state))});
  }
  for (const UsedTool& tool : known->tools) page.tools.push_back(tool_card(visitor, *known, tool));
  for (const accounts::Person& person : known->people) page.people.push_back(person_row(visitor, *known, person));
  Html html(library.texts);
  render_accesses_register(html, page);
  return http::Response::html(std::move(html).take(), status_of(problems));
}

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

http::Response render_tool(Visitor& visitor, const http::Request* request, const accounts::UsedToolId& id,
                           const ReturnedAccess& returned, const actions::ToolForm* typed,
                           const FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto known = actions::access_register(visitor.practice);
  if (!known) return error_response(library.texts, known.error());
  const UsedTool* tool = known->find(id);
  if (tool == nullptr) return status_response(library.texts, http::Status::not_found);
  const std::string title = tool_title(visitor, *tool);
  const std::string known_id = tool->known ? tool->known->text() : "";
  const Url address = Url::of("/accesses/tools/" + id.text());
  const auto access_problems = [&](std::string_view of) {
    return returned.form != nullptr && returned.id == of ? problems : FieldProblems{};
  };
  ToolPage page{
      .frame = make_frame(visitor, Section::accesses, title),
      .address = address,
      .title = title,
      .problems = sentences(visitor, problems),
      .facts = {},
      .rules = {},
      .accesses = {},
      .new_access = access_view(visitor, *known, nullptr, Url::of(address.text() + "/accounts"),
                                returned.id == "new" ? *returned.form : actions::AccessForm{}, access_problems("new")),
      .has_people = !known->people.empty(),
      .fields = {{"name", say(visitor, "accesses.tool.name"),
                  tool->essential ? say(visitor, "accesses.tool.name-hint") : "", "text",
                  typed != nullptr ? typed->name : tool->name, false, problem_of(visitor, problems, "name")}},
      .known = known_field(visitor, tool->essential ? id.text() : "", typed != nullptr ? typed->known : known_id,
                           problem_of(visitor, problems, "known")),
      .remove = tool->essential ? "" : say(visitor, "accesses.tool.remove")};
  if (request != nullptr && request->query.get("saved")) page.frame.flash = say(visitor, "accesses.saved");
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
      page.rules.push_back({rule.text, rule.source.title, Url::of(rule.source.url),
                            say(visitor, {"plan.source-checked", {{"day", text::short_day(rule.source.checked)}}})});
  }
  for (const Access* access : known->accesses_of(id)) {
    const std::string& own = access->id.text();
    page.accesses.push_back(access_view(visitor, *known, access, Url::of("/accesses/accounts/" + own),
                                        returned.id == own ? *returned.form : actions::form_of(*access),
                                        access_problems(own)));
  }
  Html html(library.texts);
  render_accesses_tool(html, page);
  return http::Response::html(std::move(html).take(), status_of(problems));
}

actions::AccessForm read_access(const http::Form& form, const std::string& id) {
  return {.label = field_of(form, "label-" + id),
          .shared = form.fields.get("shared").has_value(),
          .second_factor = field_of(form, "second_factor-" + id),
          .holders = fields_of(form, "holders"),
          .recovery_accesses = fields_of(form, "recovery_accesses"),
          .recovery_others = field_of(form, "recovery_others-" + id)};
}

std::vector<documents::DepartureLine> departure_lines(const Visitor& visitor, const Register& known,
                                                      const accounts::PersonId& person) {
  std::vector<documents::DepartureLine> lines;
  for (const accounts::DepartureStep& step : accounts::departure_steps(known, person)) {
    Message what{fmt::format("accounts.departure.{}", name(step.task)), {}};
    if (step.access) what.params.emplace_back("account", access_name(visitor, known, *known.find(*step.access)));
    if (step.through) what.params.emplace_back("through", access_name(visitor, known, *known.find(*step.through)));
    std::string why;
    if (step.opens > 0) why = say(visitor, {"accesses.opens", {{"count", count_text(step.opens)}}});
    lines.push_back({say(visitor, what), std::move(why)});
  }
  return lines;
}

http::Response render_person(Visitor& visitor, const http::Request* request, const accounts::PersonId& id,
                             const actions::PersonForm* typed, const FieldProblems& problems) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto known = actions::access_register(visitor.practice);
  if (!known) return error_response(texts, known.error());
  const accounts::Person* person = known->find(id);
  if (person == nullptr) return status_response(texts, http::Status::not_found);
  const actions::PersonForm form =
      typed != nullptr
          ? *typed
          : actions::PersonForm{person->name, person->role, std::string(name(person->card)),
                                std::string(name(person->lends_card)), person->left_on ? to_iso(*person->left_on) : ""};
  const Url address = Url::of("/accesses/people/" + id.text());
  PersonPage page{
      .frame = make_frame(visitor, Section::accesses, person->name),
      .address = address,
      .sheet = Url::of(address.text() + "/departure.pdf"),
      .name = person->name,
      .problems = sentences(visitor, problems),
      .fields = person_fields(visitor, form, problems),
      .choices = {card_field(visitor, form.card, problem_of(visitor, problems, "card")),
                  yes_no_field(visitor, "lends_card", say(visitor, "accesses.person.lends-card"), form.lends_card,
                               problem_of(visitor, problems, "lends_card"))},
      .left_on = {"left_on", say(visitor, "accesses.person.left-on"), say(visitor, "accesses.person.left-on-hint"),
                  "date", form.left_on, false, problem_of(visitor, problems, "left_on")},
      .steps = {}};
  if (request != nullptr && request->query.get("saved")) page.frame.flash = say(visitor, "accesses.saved");
  for (documents::DepartureLine& line : departure_lines(visitor, *known, id))
    page.steps.push_back({std::move(line.what), std::move(line.why)});
  Html html(texts);
  render_accesses_person(html, page);
  return http::Response::html(std::move(html).take(), status_of(problems));
}

http::Response saved(const std::string& address) { return http::Response::see_other(address + "?saved=1"); }

}  // namespace

std::string tool_title(const Visitor& visitor, const UsedTool& tool) {
  return tool.essential ? say(visitor, fmt::format("accesses.essential.{}", tool.id.text())) : tool.name;
}

std::string access_name(const Visitor& visitor, const Register& known, const Access& access) {
  const UsedTool* tool = known.find(access.tool);
  if (tool == nullptr) return access.label;
  const std::string title = tool_title(visitor, *tool);
  if (tool->essential && !tool->name.empty() && tool->name != title)
    return fmt::format("{} ({}), {}", title, tool->name, access.label);
  return fmt::format("{}, {}", title, access.label);
}

http::Response show_register(Visitor& visitor, const http::Request& request) {
  return render_register(visitor, &request, {}, {});
}

http::Response add_tool(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto form = http::read_form(request);
  if (!form) return status_response(texts, http::Status::bad_request);
  const Typed typed{.tool = {field_of(*form, "tool_name"), field_of(*form, "known")}, .person = {}, .reviewer = {}};
  const auto problems = actions::add_tool(visitor.practice, typed.tool);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses") : render_register(visitor, nullptr, typed, *problems);
}

http::Response add_person(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto form = http::read_form(request);
  if (!form) return status_response(texts, http::Status::bad_request);
  Typed typed;
  typed.person.name = field_of(*form, "person_name");
  typed.person.role = field_of(*form, "person_role");
  typed.person.card = field_of(*form, "card");
  const auto problems = actions::add_person(visitor.practice, typed.person);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses") : render_register(visitor, nullptr, typed, *problems);
}

http::Response save_review(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto form = http::read_form(request);
  if (!form) return status_response(texts, http::Status::bad_request);
  const Typed typed{.tool = {}, .person = {}, .reviewer = field_of(*form, "by")};
  const auto problems = actions::review_accesses(visitor.practice, typed.reviewer);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses") : render_register(visitor, nullptr, typed, *problems);
}

http::Response show_tool(Visitor& visitor, const http::Request& request) {
  const auto id = accounts::UsedToolId::parse(request.parameter("tool"));
  if (!id) return status_response(visitor.practice.library().texts, http::Status::not_found);
  return render_tool(visitor, &request, *id, {}, nullptr, {});
}

http::Response save_tool(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto id = accounts::UsedToolId::parse(request.parameter("tool"));
  const auto form = http::read_form(request);
  if (!id || !form) return status_response(texts, http::Status::bad_request);
  if (field_of(*form, "do") == "remove") {
    const auto removed = actions::remove_tool(visitor.practice, *id);
    return removed ? saved("/accesses") : error_response(texts, removed.error());
  }
  const actions::ToolForm typed{field_of(*form, "name"), field_of(*form, "known")};
  const auto problems = actions::save_tool(visitor.practice, *id, typed);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses/tools/" + id->text())
                           : render_tool(visitor, nullptr, *id, {}, &typed, *problems);
}

http::Response add_access(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto id = accounts::UsedToolId::parse(request.parameter("tool"));
  const auto form = http::read_form(request);
  if (!id || !form) return status_response(texts, http::Status::bad_request);
  const actions::AccessForm typed = read_access(*form, "new");
  const auto problems = actions::add_access(visitor.practice, *id, typed);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses/tools/" + id->text())
                           : render_tool(visitor, nullptr, *id, {"new", &typed}, nullptr, *problems);
}

http::Response save_access(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto id = accounts::AccessId::parse(request.parameter("account"));
  const auto form = http::read_form(request);
  if (!id || !form) return status_response(texts, http::Status::bad_request);
  const auto known = actions::access_register(visitor.practice);
  if (!known) return error_response(texts, known.error());
  const Access* access = known->find(*id);
  if (access == nullptr) return status_response(texts, http::Status::not_found);
  const std::string back = "/accesses/tools/" + access->tool.text();
  if (field_of(*form, "do") == "remove") {
    const auto removed = actions::remove_access(visitor.practice, *id);
    return removed ? saved(back) : error_response(texts, removed.error());
  }
  const actions::AccessForm typed = read_access(*form, id->text());
  const auto problems = actions::save_access(visitor.practice, *id, typed);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved(back)
                           : render_tool(visitor, nullptr, access->tool, {id->text(), &typed}, nullptr, *problems);
}

http::Response show_person(Visitor& visitor, const http::Request& request) {
  const auto id = accounts::PersonId::parse(request.parameter("person"));
  if (!id) return status_response(visitor.practice.library().texts, http::Status::not_found);
  return render_person(visitor, &request, *id, nullptr, {});
}

http::Response save_person(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto id = accounts::PersonId::parse(request.parameter("person"));
  const auto form = http::read_form(request);
  if (!id || !form) return status_response(texts, http::Status::bad_request);
  if (field_of(*form, "do") == "remove") {
    const auto removed = actions::remove_person(visitor.practice, *id);
    return removed ? saved("/accesses") : error_response(texts, removed.error());
  }
  const actions::PersonForm typed{field_of(*form, "name"), field_of(*form, "role"), field_of(*form, "card"),
                                  field_of(*form, "lends_card"), field_of(*form, "left_on")};
  const auto problems = actions::save_person(visitor.practice, *id, typed);
  if (!problems) return error_response(texts, problems.error());
  return problems->empty() ? saved("/accesses/people/" + id->text())
                           : render_person(visitor, nullptr, *id, &typed, *problems);
}

http::Response send_departure_sheet(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = visitor.practice.library().texts;
  const auto id = accounts::PersonId::parse(request.parameter("person"));
  if (!id) return status_response(texts, http::Status::not_found);
  const auto known = actions::access_register(visitor.practice);
  if (!known) return error_response(texts, known.error());
  const accounts::Person* person = known->find(*id);
  if (person == nullptr) return status_response(texts, http::Status::not_found);
  auto pdf = documents::departure_sheet({.person = person->name,
                                         .role = person->role,
                                         .left_on = person->left_on,
                                         .today = visitor.practice.today(),
                                         .lines = departure_lines(visitor, *known, *id)},
                                        texts);
  if (!pdf) return error_response(texts, pdf.error());
  return http::Response::download(std::move(pdf).take(), "application/pdf",
                                  say(visitor, "accesses.departure.file") + ".pdf");
}

}  // namespace garde::web
