#include "http/request.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/cookie.h"

namespace garde::http {

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  const auto header = headers.get("Cookie");
  return header ? find_cookie(*header, name) : std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
  const auto value = parameters.get(name);
  GARDE_CHECK(value.has_value());
  return *value;
}

Result<Form> read_form(const Request& request) {
  const std::string_view content_type = request.headers.get("Content-Type").value_or("");
  const std::string_view media_type = trimmed(content_type.substr(0, content_type.find(';')));
  if (equals_ignoring_case(media_type, "application/x-www-form-urlencoded")) return Form {
      TRY(parse_urlencoded(request.body))
      , {}
    };
  if (equals_ignoring_case(media_type, "multipart/form-data"))
    return parse_multipart(request.body, TRY(multipart_boundary(content_type)));
  return Error{ErrorKind::unsupported, "form", std::nullopt, "neither urlencoded nor multipart"};
}

bool same_origin(const Request& request) {
  const auto host = request.headers.get("Host");
  if (!host) return false;
  const std::string origin = "http://" + std::string(*host);
  if (const auto sent = request.headers.get("Origin")) return *sent == origin;
  if (const auto site = request.headers.get("Sec-Fetch-Site")) return *site == "same-origin";
  return request.headers.get("Referer").value_or("").starts_with(origin + "/");
}

}  // namespace garde::http
