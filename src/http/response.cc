#include "http/response.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "http/percent.h"
#include "http/target.h"

namespace garde::http {
namespace {

Response with_content(std::string content, std::string_view media_type, Status status) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", media_type);
  response.body = std::move(content);
  return response;
}

Error refused(std::string_view header_name) {
  return {ErrorKind::invalid_input, "response header", std::nullopt, std::string(header_name)};
}

// RFC 6266: a quoted ASCII name for what does not read filename*, one '_' for each character it cannot have.
std::string ascii_name(std::string_view name) {
  std::string ascii;
  for (const char c : name) {
    const bool continues = (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
    if (continues) continue;
    const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '/' && c != '%';
    ascii += plain ? c : '_';
  }
  return ascii;
}

void add_missing(Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.get(name)) headers.add(name, value);
}

// Same-origin, not no-referrer: under that, browsers send `Origin: null` with our own forms.
void add_standard_headers(Headers& headers, const Response& response, std::string_view content_security_policy) {
  switch (response.caching) {
    case Caching::none: add_missing(headers, "Cache-Control", "no-store"); break;
    case Caching::forever: add_missing(headers, "Cache-Control", "public, max-age=31536000, immutable"); break;
  }
  add_missing(headers, "Content-Security-Policy", content_security_policy);
  add_missing(headers, "X-Content-Type-Options", "nosniff");
  add_missing(headers, "Referrer-Policy", "same-origin");
  add_missing(headers, "X-Frame-Options", "DENY");
  add_missing(headers, "Cross-Origin-Opener-Policy", "same-origin");
  add_missing(headers, "Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace

Response Response::html(std::string page, Status status) {
  return with_content(std::move(page), "text/html; charset=utf-8", status);
}

Response Response::json(std::string text, Status status) {
  return with_content(std::move(text), "application/json", status);
}

Response Response::text(std::string text, Status status) {
  return with_content(std::move(text), "text/plain; charset=utf-8", status);
}

Response Response::bytes(std::string content, std::string_view media_type) {
  return with_content(std::move(content), media_type, Status::ok);
}

Response Response::asset(std::string content, std::string_view media_type) {
  Response response = bytes(std::move(content), media_type);
  response.caching = Caching::forever;
  return response;
}

Response Response::download(std::string content, std::string_view media_type, std::string_view file_name) {
  Response response = bytes(std::move(content), media_type);
  response.headers.add("Content-Disposition", "attachment; filename=\"" + ascii_name(file_name) +
                                                  "\"; filename*=UTF-8''" + percent_encoded(file_name));
  return response;
}

Response Response::see_other(std::string_view target) {
  Response response;
  response.status = Status::see_other;
  response.headers.add("Location", is_local_target(target) ? target : "/");
  return response;
}

Response Response::event_stream(EventStream events) {
  Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.events = std::move(events);
  return response;
}

Result<std::string> write_head(const Response& response, const HeadOptions& options) {
  for (const std::string_view ours : {"Content-Length", "Transfer-Encoding", "Connection"}) {
    if (response.headers.get(ours)) return refused(ours);
  }
  Headers headers = response.headers;
  for (const Cookie& cookie : response.cookies) headers.add("Set-Cookie", TRY(to_header(cookie)));
  add_standard_headers(headers, response, options.content_security_policy);
  if (!response.events && may_have_body(response.status))
    headers.set("Content-Length", std::to_string(response.body.size()));
  switch (options.connection) {
    case HeadOptions::Connection::keep_alive: break;
    case HeadOptions::Connection::close: headers.set("Connection", "close"); break;
  }

  std::string head = "HTTP/1.1 " + std::to_string(static_cast<unsigned>(response.status)) + " " +
                     std::string(reason(response.status)) + "\r\n";
  for (const Header& header : headers.entries()) {
    if (!is_token(header.name) || !is_utf8(header.value) || has_control_character(header.value, LineBreaks::refused))
      return refused(header.name);
    head.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  head += "\r\n";
  return head;
}

}  // namespace garde::http
