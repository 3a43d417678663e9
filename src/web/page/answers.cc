#include "web/page/answers.h"

#include <fmt/format.h>

#include "web/page/templates.h"

namespace garde::web {
namespace {

http::Status status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::not_found: return http::Status::not_found;
    case ErrorKind::invalid_input:
    case ErrorKind::unsupported: return http::Status::unprocessable_content;
    case ErrorKind::conflict: return http::Status::conflict;
    case ErrorKind::busy: return http::Status::service_unavailable;
    case ErrorKind::unreadable:
    case ErrorKind::damaged:
    case ErrorKind::wrong_secret:
    case ErrorKind::no_space:
    case ErrorKind::unreachable:
    case ErrorKind::cancelled: return http::Status::internal_server_error;
  }
  fail_check("an ErrorKind outside its enum", __FILE__, __LINE__);
}

std::string_view key_of(http::Shortage shortage) {
  switch (shortage) {
    case http::Shortage::none: return "error-page.status.other";
    case http::Shortage::handlers: return "error-page.shortage.handlers";
    case http::Shortage::memory: return "error-page.shortage.memory";
    case http::Shortage::event_streams: return "error-page.shortage.event-streams";
    case http::Shortage::time: return "error-page.shortage.time";
  }
  fail_check("a Shortage outside its enum", __FILE__, __LINE__);
}

http::Response error_page(const text::Catalogue& texts, std::string what_to_do, http::Status status) {
  const ErrorPage page{texts.sentence("error-page.title"), std::move(what_to_do), asset_url("garde.css")};
  return page_response(texts, render_page_error, page, status);
}

}  // namespace

std::string saved_flash(const Visitor& visitor, const http::Request& request, std::string_view key) {
  return request.query.get("saved") ? say(visitor, key) : std::string();
}

std::string dated_file_name(const Visitor& visitor, std::string_view key, std::string_view ending) {
  return fmt::format("{}-{}.{}", say(visitor, key), to_iso(visitor.practice.today()), ending);
}

http::Response error_response(const text::Catalogue& texts, const Error& error) {
  if (error == no_such_page()) return status_response(texts, http::Status::not_found);
  const Message what_to_do{fmt::format("error.{}", name(error.kind)), {{"subject", error.subject}}};
  return error_page(texts, texts.sentence(what_to_do), status_of(error.kind));
}

http::Response status_response(const text::Catalogue& texts, http::Status status) {
  const std::string key = fmt::format("error-page.status.{}", static_cast<int>(status));
  return error_page(texts, texts.sentence(texts.has(key) ? key : "error-page.status.other"), status);
}

http::Response shortage_response(const text::Catalogue& texts, http::Shortage shortage) {
  return error_page(texts, texts.sentence(key_of(shortage)), http::Status::service_unavailable);
}

Error no_such_page() { return {ErrorKind::not_found, "", std::nullopt, "no such page"}; }

}  // namespace garde::web
