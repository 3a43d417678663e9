#include "http/http.h"

#include <algorithm>

#include "base/enumerators.h"
#include "base/result.h"

namespace garde::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_token_character(char c) {
  const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

}  // namespace

std::string_view name(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::delete_: return "DELETE";
    case Method::options: return "OPTIONS";
  }
  fail_check("a Method outside its enum", __FILE__, __LINE__);
}

std::optional<Method> parse_method(std::string_view text) { return parse_enumerator<Method>(text); }

bool is_safe(Method method) { return method == Method::get || method == Method::head || method == Method::options; }

std::string_view reason(Status status) {
  switch (status) {
    case Status::ok: return "OK";
    case Status::no_content: return "No Content";
    case Status::see_other: return "See Other";
    case Status::bad_request: return "Bad Request";
    case Status::forbidden: return "Forbidden";
    case Status::not_found: return "Not Found";
    case Status::method_not_allowed: return "Method Not Allowed";
    case Status::request_timeout: return "Request Timeout";
    case Status::conflict: return "Conflict";
    case Status::gone: return "Gone";
    case Status::content_too_large: return "Content Too Large";
    case Status::unsupported_media_type: return "Unsupported Media Type";
    case Status::expectation_failed: return "Expectation Failed";
    case Status::misdirected_request: return "Misdirected Request";
    case Status::unprocessable_content: return "Unprocessable Content";
    case Status::too_many_requests: return "Too Many Requests";
    case Status::header_fields_too_large: return "Request Header Fields Too Large";
    case Status::internal_server_error: return "Internal Server Error";
    case Status::not_implemented: return "Not Implemented";
    case Status::service_unavailable: return "Service Unavailable";
    case Status::http_version_not_supported: return "HTTP Version Not Supported";
  }
  fail_check("a Status outside its enum", __FILE__, __LINE__);
}

bool may_have_body(Status status) { return status != Status::no_content; }

bool equals_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (const Header& header : entries_) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(entries_, [&](const Header& header) { return equals_ignoring_case(header.name, name); }));
}

void Headers::add(std::string_view name, std::string_view value) {
  entries_.push_back({std::string(name), std::string(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
  std::erase_if(entries_, [&](const Header& header) { return equals_ignoring_case(header.name, name); });
  add(name, value);
}

}  // namespace garde::http
