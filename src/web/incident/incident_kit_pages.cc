#include "web/incident/incident_kit_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "web/incident/incident_preserve_pages.h"
#include "web/incident/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

BoardService board_service(const Visitor& visitor, const incident::BoardRow& row,
                           const incident::RecoverySettings& settings) {
  BoardService view{.id = row.service->id.text(),
                    .rank = std::to_string(row.rank),
                    .title = row.service->title,
                    .why = row.service->why,
                    .needs = {},
                    .hold = hold_words(visitor, row),
                    .recovery = recovery_words(visitor, row),
                    .too_slow = row.too_slow ? say(visitor, "incident-page.recovery.too-slow") : std::string(),
                    .hours = {},
                    .place = {},
                    .who = row.who,
                    .procedure = row.procedure};
  std::vector<std::string> needs;
  for (const incident::Service* before : row.waits_for) needs.push_back(before->title);
  if (!needs.empty()) view.needs = say(visitor, {"incident-page.recovery.needs", {{"services", text::list(needs)}}});
  if (const auto own = settings.find(row.service->id); own != settings.end()) {
    if (own->second.tolerable) {
      const auto minutes = own->second.tolerable->count();
      view.hours = minutes % 60 == 0 ? std::to_string(minutes / 60)
                                     : fmt::format("{},{:02}", minutes / 60, minutes % 60 * 100 / 60);
    }
    if (own->second.place) view.place = std::to_string(*own->second.place);
  }
  return view;
}

Result<http::Response> render_board(Visitor& visitor, const http::Request& request, Typed typed,
                                    const actions::FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto settings = TRY(actions::recovery_settings(visitor.practice));
  const auto board = TRY(actions::recovery_board(visitor.practice));
  RecoveryBoardPage page{make_frame(visitor, Section::none, say(visitor, "incident-page.recovery.title")), {}, {}, {}};
  page.frame.flash = saved_flash(visitor, request);
  page.problems = problem_list(visitor, problems);
  for (const incident::BoardRow& row : board) {
    BoardService view = board_service(visitor, row, settings);
    view.hours = typed_or(typed, "hours-" + view.id, view.hours);
    view.place = typed_or(typed, "place-" + view.id, view.place);
    view.who = typed_or(typed, "who-" + view.id, view.who);
    view.procedure = typed_or(typed, "procedure-" + view.id, view.procedure);
    page.rows.push_back(std::move(view));
  }
  for (const incident::Service& service : library.recovery_services.services)
    if (const auto own = settings.find(service.id); own != settings.end() && own->second.unused)
      page.unused.push_back({.id = service.id.text(),
                             .rank = {},
                             .title = service.title,
                             .why = {},
                             .needs = {},
                             .hold = {},
                             .recovery = {},
                             .too_slow = {},
                             .hours = {},
                             .place = {},
                             .who = {},
                             .procedure = {}});
  return page_response(visitor, render_incident_recovery_board, page, status_of(problems));
}

}  // namespace

Result<http::Response> show_kit(Visitor& visitor, const http::Request&) {
  return page_response(visitor, render_incident_kit,
                       KitPage{make_frame(visitor, Section::none, say(visitor, "incident-page.kit.title"))});
}

Result<http::Response> send_kit_pdf(Visitor& visitor, const http::Request&) {
  const auto kit = TRY(actions::current_kit(visitor.practice));
  auto bytes = TRY(documents::incident_kit_pdf(kit, texts_of(visitor)));
  return http::Response::download(std::move(bytes), "application/pdf",
                                  dated_file_name(visitor, "incident-page.kit-file", "pdf"));
}

Result<http::Response> send_degraded_pdf(Visitor& visitor, const http::Request&) {
  const actions::Library& library = visitor.practice.library();
  const auto kit = TRY(actions::current_kit(visitor.practice));
  auto bytes = TRY(documents::degraded_kit_pdf(kit, library.recovery_services, library.texts));
  return http::Response::download(std::move(bytes), "application/pdf",
                                  dated_file_name(visitor, "incident-page.degraded-file", "pdf"));
}

Result<http::Response> send_kit_html(Visitor& visitor, const http::Request&) {
  const auto kit = TRY(actions::current_kit(visitor.practice));
  PhoneKit page{.practice = kit.practice,
                .day = text::long_day(kit.day),
                .first_steps = kit.first_steps,
                .contacts = {},
                .services = {},
                .storage_key = "garde-kit-" + visitor.practice.id().text()};
  for (const documents::KitContact& contact : kit.contacts) {
    page.contacts.push_back({contact.name, contact.reach, contact.when, link_of(contact.link)});
  }
  for (const incident::BoardRow& row : kit.board)
    page.services.push_back({row.service->title, hold_words(visitor, row), row.procedure});
  Html html(texts_of(visitor));
  render_incident_phone(html, page);
  return http::Response::download(std::move(html).take(), "text/html; charset=utf-8",
                                  dated_file_name(visitor, "incident-page.kit-file", "html"));
}

Result<http::Response> show_recovery_board(Visitor& visitor, const http::Request& request) {
  return render_board(visitor, request, nullptr, {});
}

Result<http::Response> save_recovery_board(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const actions::Library& library = visitor.practice.library();
  std::map<incident::ServiceId, actions::ServiceForm> forms;
  for (const incident::Service& service : library.recovery_services.services) {
    const std::string& id = service.id.text();
    forms[service.id] = {field_of(form, "hours-" + id), field_of(form, "place-" + id), field_of(form, "who-" + id),
                         field_of(form, "procedure-" + id), form.fields.get("unused-" + id).has_value()};
  }
  const auto problems = TRY(actions::save_recovery_settings(visitor.practice, forms));
  if (!problems.empty()) return render_board(visitor, request, &form.fields, problems);
  return http::Response::see_other("/incident/recovery?saved=1");
}

}  // namespace garde::web
