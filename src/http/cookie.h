// Cookies in both directions (RFC 6265).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde::http {

// The value of a cookie in a Cookie header; nothing if it is absent, or there twice. A view into `header`.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name);

enum class SameSite : std::uint8_t { strict, lax };
enum class ScriptAccess : std::uint8_t { refused, allowed };  // refused = HttpOnly

// A cookie to set. There is no Domain, so it goes back to this host only, but to every port of it: name it after
// the product. There is no Secure, which some browsers refuse to store over plain HTTP even on loopback.
struct Cookie {
  std::string name;
  std::string value;
  SameSite same_site = SameSite::strict;
  ScriptAccess script_access = ScriptAccess::refused;
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age = {};  // absent: until the browser closes; zero: forget it now
};

// "name=value; Path=/; SameSite=Strict; HttpOnly". invalid_input if the name, the value or the path holds a
// character that could end it.
Result<std::string> to_header(const Cookie& cookie);

}  // namespace garde::http
