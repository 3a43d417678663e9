#include "web/page/frame.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "web/page/assets.h"
#include "web/page/templates.h"

namespace garde::web {
namespace {

struct SectionText {
  Section section;
  std::string_view address;
  std::string_view key;
};
constexpr std::array kSections = {
    SectionText{Section::questionnaire, "/questionnaire", "frame.section.questionnaire"},
    SectionText{Section::result, "/result", "frame.section.result"},
    SectionText{Section::plan, "/plan", "frame.section.plan"},
    SectionText{Section::backups, "/backups", "frame.section.backups"},
    SectionText{Section::contacts, "/contacts", "frame.section.contacts"},
    SectionText{Section::accesses, "/accesses", "frame.section.accesses"},
    SectionText{Section::provider, "/provider-request", "frame.section.provider"},
};

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

http::Response render(const text::Catalogue& texts, const ErrorPage& page, http::Status status) {
  Html html(texts);
  render_page_error(html, page);
  return http::Response::html(std::move(html).take(), status);
}

}  // namespace

Url asset_url(std::string_view name) { return Url::of(fmt::format("/assets/{}/{}", assets_fingerprint(), name)); }

std::string say(const Visitor& visitor, std::string_view key) { return visitor.practice.library().texts.sentence(key); }
std::string say(const Visitor& visitor, const Message& message) {
  return visitor.practice.library().texts.sentence(message);
}

Frame make_frame(const Visitor& visitor, Section section, std::string title) {
  Frame frame{std::move(title),      visitor.session.form_token, {}, "", asset_url("garde.css"),
              asset_url("garde.js"), asset_url("icon.svg")};
  for (const SectionText& entry : kSections)
    frame.sections.push_back({Url::of(entry.address), say(visitor, entry.key), entry.section == section});
  return frame;
}

Reflexes make_reflexes(const Visitor& visitor) {
  Reflexes reflexes{{}, Url::of(say(visitor, "reflex.link"))};
  for (const std::string_view reflex : {"preserve", "prioritise", "report"})
    reflexes.reflexes.push_back(
        {say(visitor, fmt::format("reflex.{}.name", reflex)), say(visitor, fmt::format("reflex.{}.text", reflex))});
  return reflexes;
}

http::Response error_response(const text::Catalogue& texts, const Error& error) {
  const Message what_to_do{fmt::format("error.{}", name(error.kind)),
                           {{"subject", error.subject}, {"detail", error.detail}}};
  return render(texts, {texts.sentence("error-page.title"), texts.sentence(what_to_do), asset_url("garde.css")},
                status_of(error.kind));
}

http::Response status_response(const text::Catalogue& texts, http::Status status) {
  const std::string key = fmt::format("error-page.status.{}", static_cast<int>(status));
  const std::string what_to_do = texts.sentence(texts.has(key) ? key : "error-page.status.other");
  return render(texts, {texts.sentence("error-page.title"), what_to_do, asset_url("garde.css")}, status);
}

}  // namespace garde::web
