#include "web/accounts/register_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/french.h"

namespace garde::web {

using accounts::Access;
using accounts::Register;
using accounts::UsedTool;
using actions::FieldProblems;

http::Response saved(const std::string& address) { return http::Response::see_other(address + "?saved=1"); }

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
  return {form_field(visitor, problems, "name", say(visitor, "accesses.person.name"), "", form.name),
          form_field(visitor, problems, "role", say(visitor, "accesses.person.role"),
                     say(visitor, "accesses.person.role-hint"), form.role)};
}

std::string state_of(accounts::YesNo second_factor) {
  switch (second_factor) {
    case accounts::YesNo::yes: return "holds";
    case accounts::YesNo::no: return "fails";
    case accounts::YesNo::unknown: return "none";
  }
  return "none";
}

std::string audit_words(const Visitor& visitor, const accounts::AuditSummary& audit) {
  return say(visitor, {"accesses.audited",
                       {{"day", text::long_day(visitor.practice.zone().day_of(audit.at))},
                        {"count", text::number(audit.with_any)},
                        {"accounts", text::number(audit.accounts)}}});
}

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

}  // namespace garde::web
