#include "http/cookie.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/http.h"

namespace garde::http {
namespace {

bool is_cookie_value(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

bool is_cookie_path(std::string_view text) {
  return text.starts_with('/') && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != ';'; });
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
  std::optional<std::string_view> found;
  for (std::size_t at = 0; at < header.size();) {
    const std::size_t end = std::min(header.find(';', at), header.size());
    const std::string_view pair = trimmed(header.substr(at, end - at));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
    at = end + 1;
  }
  return found;
}

Result<std::string> to_header(const Cookie& cookie) {
  if (!is_token(cookie.name) || !is_cookie_value(cookie.value) || !is_cookie_path(cookie.path))
    return Error{ErrorKind::invalid_input, "cookie", std::nullopt, "a character that a cookie cannot hold"};
  std::string text = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
  switch (cookie.same_site) {
    case SameSite::strict: text += "; SameSite=Strict"; break;
    case SameSite::lax: text += "; SameSite=Lax"; break;
  }
  if (cookie.script_access == ScriptAccess::refused) text += "; HttpOnly";
  if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
  return text;
}

}  // namespace garde::http
