// The HTTP engine of a local web application: what a request and an answer are, and the words they share.
//
// Read next: request.h and response.h (what a handler gets and gives), router.h (the table of routes),
// server.h (sockets, threads, limits), event_stream.h. The rest is how a request becomes trustworthy:
//
//   bytes -> head_syntax.h (Beast) -> head_policy.h (what we refuse) -> router.h -> body -> handler, on a pool
//
// Nothing here knows a page, a product, a clock or a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace garde::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

std::string_view name(Method method);  // "GET"
std::optional<Method> parse_method(std::string_view text);
bool is_safe(Method method);  // GET, HEAD, OPTIONS: a handler changes nothing

enum class Status : std::uint16_t {
  ok = 200,
  no_content = 204,
  see_other = 303,
  bad_request = 400,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  request_timeout = 408,
  conflict = 409,
  gone = 410,
  content_too_large = 413,
  unsupported_media_type = 415,
  expectation_failed = 417,
  misdirected_request = 421,
  unprocessable_content = 422,
  too_many_requests = 429,
  header_fields_too_large = 431,
  internal_server_error = 500,
  not_implemented = 501,
  service_unavailable = 503,
  http_version_not_supported = 505,
};

std::string_view reason(Status status);  // "Not Found"
bool may_have_body(Status status);

// What there was not enough of, when that is why a request is refused (503).
enum class Shortage : std::uint8_t {
  none,
  handlers,       // all threads run, and too many requests wait for one
  memory,         // of Limits::memory (server.h), or of the system's
  event_streams,  // too many pages listen
  time,           // the server is being stopped
};

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only, whatever the locale
bool is_token(std::string_view text);  // RFC 9110: what may name a method, header or cookie

// Headers in the order they came; names compare without regard to case.
class Headers {
 public:
  std::optional<std::string_view> get(std::string_view name) const;  // the first of that name; a view into this
  std::size_t count(std::string_view name) const;
  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  // replaces all of that name
  const std::vector<Header>& entries() const { return entries_; }

 private:
  std::vector<Header> entries_;
};

}  // namespace garde::http
