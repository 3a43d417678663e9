
#include <boost/json.hpp>

#include "actions/contacts/contacts.h"
#include "cli/commands.h"

namespace garde::cli {

ExitStatus run_contacts_add(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto given = [&](std::string_view name) { return arguments.value(name).value_or(""); };
  actions::ContactForm form{given("role"),  given("name"), given("organisation"), given("email"),
                            given("hours"), given("say"),  given("reference"),    {}};
  for (const std::string& number : arguments.values("phone")) form.phones.push_back({number, ""});
  const auto saved = actions::save_contact(*practice, std::nullopt, form);
  if (!saved) return fail(context, saved.error());
  for (const actions::FieldProblem& problem : saved->problems) {
    // "phone-1" is the second --phone.
    const std::string option = problem.field.substr(0, problem.field.find('-'));
    context.err << "garde: --" << option << ": " << context.library.texts.sentence(problem.message) << '\n';
  }
  if (!saved->problems.empty()) return ExitStatus::wrong_use;
  if (arguments.flag("json"))
    context.out << Json{boost::json::serialize(
                       boost::json::object{{"id", saved->contact->text()}, {"name", form.name}})}
                << '\n';
  else
    context.out << context.library.texts.sentence(Message{"cli.contacts-add.done", {{"name", form.name}}}) << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
