#include "web/incident/incident_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "actions/backups/backup_jobs.h"
#include "actions/incident/incident_jobs.h"
#include "actions/practice/practice_name.h"
#include "documents/incident/incident_register.h"
#include "web/incident/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using incident::Situation;
constexpr std::array kSituations = {Situation::ransom, Situation::suspicious, Situation::lost, Situation::vendor};

std::string situation_title(const Visitor& visitor, std::optional<Situation> situation) {
  if (!situation) return say(visitor, "incident-page.start.unreadable");
  return say(visitor, fmt::format("incident-situation.{}.title", incident::name(*situation)));
}

PastIncident past_view(const Visitor& visitor, const actions::IncidentSummary& summary) {
  std::string title = situation_title(visitor, summary.situation);
  if (summary.exercise == incident::Exercise::yes)
    title = say(visitor, {"incident-document.exercise-title", {{"title", title}}});
  return {incident_url(summary.id), visitor.practice.zone().day_and_time_of(summary.opened), std::move(title),
          say(visitor, summary.closed ? "incident-register.closed" : "incident-register.open")};
}

StartPage start_page(const Visitor& visitor, std::string title) {
  StartPage page{make_frame(visitor, Section::none, std::move(title)), std::nullopt, {}, {}};
  for (const Situation situation : kSituations) {
    const std::string_view id = incident::name(situation);
    page.situations.push_back({std::string(id), say(visitor, fmt::format("incident-situation.{}.title", id)),
                               say(visitor, fmt::format("incident-situation.{}.help", id))});
  }
  return page;
}

// The practice's own first, then those who answer everybody.
Result<std::vector<NumberView>> numbers_for(const Visitor& visitor, Situation situation) {
  constexpr std::size_t kNumbers = 3;  // a frightened person reads no more
  std::vector<documents::KitContact> contacts = TRY(actions::whom_to_call(visitor.practice, situation));
  const auto is_known = [](const documents::KitContact& contact) { return !contact.link.empty(); };
  // The first contact nobody wrote down is still named, after two who can be reached.
  const auto unknown = std::ranges::find_if_not(contacts, is_known);
  if (unknown - contacts.begin() < std::ssize(contacts) && unknown - contacts.begin() < std::ptrdiff_t{kNumbers}) {
    documents::KitContact first_unknown = std::move(*unknown);
    contacts.erase(unknown);
    std::ranges::stable_partition(contacts, is_known);
    contacts.insert(contacts.begin() + std::min(std::ssize(contacts), std::ptrdiff_t{kNumbers - 1}),
                    std::move(first_unknown));
  }
  contacts.resize(std::min(contacts.size(), kNumbers));
  std::vector<NumberView> numbers;
  for (documents::KitContact& contact : contacts)
    numbers.push_back({std::move(contact.name), std::move(contact.reach), link_of(contact.link)});
  return numbers;
}

}  // namespace

Result<http::Response> show_incident_start(Visitor& visitor, const http::Request&) {
  const auto all = TRY(actions::incidents(visitor.practice));
  const auto open = actions::to_go_on_with(all);
  StartPage page = start_page(visitor, say(visitor, "incident-page.start.title"));
  for (const actions::IncidentSummary& summary : all) {
    page.past.push_back(past_view(visitor, summary));
    if (open == summary.id) {
      page.open = page.past.back();
      page.open->address = incident_url(summary.id, "/preserve");
    }
  }
  return page_response(visitor, render_incident_start, page);
}

Result<http::Response> show_exercise(Visitor& visitor, const http::Request&) {
  return page_response(visitor, render_incident_exercise,
                       start_page(visitor, say(visitor, "incident-page.exercise.title")));
}

Result<http::Response> go_to_exercise(Visitor&, const http::Request&) {
  return http::Response::see_other("/incident/exercise");
}

Result<http::Response> open_new_incident(Visitor& visitor, const http::Request&, const http::Form& form) {
  const auto situation = incident::parse_situation(field_of(form, "situation"));
  if (!situation) return status_response(texts_of(visitor), http::Status::bad_request);
  const auto exercise = field_of(form, "exercise") == "yes" ? incident::Exercise::yes : incident::Exercise::no;
  const auto opened = TRY(
      actions::open_incident(visitor.practice, {.situation = *situation, .alert = visitor.practice.now()}, exercise));
  if (!opened.id) return status_response(texts_of(visitor), http::Status::bad_request);
  // The first screen waits for neither.
  if (exercise == incident::Exercise::no) visitor.backup_jobs.cancel_all();
  visitor.incident_jobs.watch(*opened.id);
  return http::Response::see_other(incident_path(*opened.id));
}

Result<http::Response> show_first_steps(Visitor& visitor, const http::Request& request) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const incident::Incident& incident = loaded.status->incident;
    auto numbers = TRY(numbers_for(visitor, incident.situation));
    FirstStepsPage page{make_incident_frame(visitor, loaded, IncidentStep::first_steps,
                                            say(visitor, "incident-page.first-steps.title"), request),
                        {},
                        std::move(numbers),
                        incident_url(incident.id, "/first-steps")};
    for (int i = 1; i <= 4; ++i)
      page.first_steps.push_back(
          say(visitor, fmt::format("incident-first-step.{}.{}", incident::name(incident.situation), i)));
    return page_response(visitor, render_incident_first_steps, page);
  });
}

Result<http::Response> note_first_steps(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto note = [&](const incident::IncidentId& id) {
    return actions::note(visitor.practice, id, {.text = say(visitor, "incident-page.first-steps.noted")});
  };
  const auto again = [](Visitor& who, const http::Request& what, Typed, const actions::FieldProblems&) {
    return show_first_steps(who, what);
  };
  return with_form(visitor, request, form, "/preserve", note, again);
}

Result<http::Response> send_register_pdf(Visitor& visitor, const http::Request&) {
  const auto rows = TRY(actions::incident_register(visitor.practice));
  const auto practice = TRY(actions::practice_name(visitor.practice));
  auto bytes = TRY(documents::register_pdf(rows, practice, visitor.practice.today(), texts_of(visitor)));
  return http::Response::download(std::move(bytes), "application/pdf",
                                  dated_file_name(visitor, "incident-page.register-file", "pdf"));
}

Result<http::Response> send_register_csv(Visitor& visitor, const http::Request&) {
  const auto rows = TRY(actions::incident_register(visitor.practice));
  return http::Response::download(documents::register_csv(rows, texts_of(visitor)), "text/csv; charset=utf-8",
                                  dated_file_name(visitor, "incident-page.register-file", "csv"));
}

}  // namespace garde::web
