#include "web/accounts/person_pages.h"

#include <fmt/format.h>

#include "accounts/register/departure.h"
#include "documents/accounts/departure_sheet.h"
#include "web/accounts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using accounts::Register;
using actions::FieldProblems;

std::vector<documents::DepartureLine> departure_lines(const Visitor& visitor, const Register& known,
                                                      const accounts::PersonId& person) {
  std::vector<documents::DepartureLine> lines;
  for (const accounts::DepartureStep& step : accounts::departure_steps(known, person)) {
    Message what{fmt::format("accounts.departure.{}", name(step.task)), {}};
    if (step.access) what.params.emplace_back("account", access_name(visitor, known, *known.find(*step.access)));
    if (step.through) what.params.emplace_back("through", access_name(visitor, known, *known.find(*step.through)));
    std::string why;
    if (step.opens > 0) why = say(visitor, {"accesses.opens", {{"count", text::number(step.opens)}}});
    lines.push_back({say(visitor, what), std::move(why)});
  }
  return lines;
}

Result<http::Response> render_person(Visitor& visitor, std::string flash, const accounts::PersonId& id,
                                     const actions::PersonForm* typed, const FieldProblems& problems) {
  const auto known = TRY(actions::access_register(visitor.practice));
  const accounts::Person* person = known.find(id);
  if (person == nullptr) return no_such_page();
  const actions::PersonForm form =
      typed != nullptr
          ? *typed
          : actions::PersonForm{person->name, person->role, std::string(name(person->card)),
                                std::string(name(person->lends_card)), person->left_on ? to_iso(*person->left_on) : ""};
  const Url address = Url::of("/accesses/people") / id.text();
  PersonPage page{.frame = make_frame(visitor, Section::accesses, person->name),
                  .address = address,
                  .sheet = address / "departure.pdf",
                  .name = person->name,
                  .problems = problem_list(visitor, problems),
                  .fields = person_fields(visitor, form, problems),
                  .choices = {card_field(visitor, form.card, problem_of(visitor, problems, "card")),
                              yes_no_field(visitor, "lends_card", say(visitor, "accesses.person.lends-card"),
                                           form.lends_card, problem_of(visitor, problems, "lends_card"))},
                  .left_on = form_field(visitor, problems, "left_on", say(visitor, "accesses.person.left-on"),
                                        say(visitor, "accesses.person.left-on-hint"), form.left_on, "date"),
                  .steps = {}};
  page.frame.flash = std::move(flash);
  for (documents::DepartureLine& line : departure_lines(visitor, known, id))
    page.steps.push_back({std::move(line.what), std::move(line.why)});
  return page_response(visitor, render_accounts_person, page, status_of(problems));
}

}  // namespace

Result<http::Response> show_person(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<accounts::PersonId>(request, "person"));
  return render_person(visitor, saved_flash(visitor, request, "accesses.saved"), id, nullptr, {});
}

Result<http::Response> save_person(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<accounts::PersonId>(request, "person"));
  if (field_of(form, "do") == "remove") {
    TRY(actions::remove_person(visitor.practice, id));
    return saved("/accesses");
  }
  const actions::PersonForm typed{field_of(form, "name"), field_of(form, "role"), field_of(form, "card"),
                                  field_of(form, "lends_card"), field_of(form, "left_on")};
  const auto problems = TRY(actions::save_person(visitor.practice, id, typed));
  return problems.empty() ? saved("/accesses/people/" + id.text()) : render_person(visitor, "", id, &typed, problems);
}

Result<http::Response> send_departure_sheet(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<accounts::PersonId>(request, "person"));
  const auto known = TRY(actions::access_register(visitor.practice));
  const accounts::Person* person = known.find(id);
  if (person == nullptr) return no_such_page();
  auto pdf = TRY(documents::departure_sheet({.person = person->name,
                                             .role = person->role,
                                             .left_on = person->left_on,
                                             .today = visitor.practice.today(),
                                             .lines = departure_lines(visitor, known, id)},
                                            texts_of(visitor)));
  return http::Response::download(std::move(pdf), "application/pdf", say(visitor, "accesses.departure.file") + ".pdf");
}

}  // namespace garde::web
