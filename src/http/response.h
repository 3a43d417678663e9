// What a handler gives back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "http/cookie.h"
#include "http/event_stream.h"
#include "http/http.h"

namespace garde::http {

enum class Caching : std::uint8_t {
  none,     // no-store: pages and data, which must not stay on the disk of a shared computer
  forever,  // a year, immutable: only for an address that names its content (app.3f2a91.css)
};

struct Response {
  Status status = Status::ok;
  Headers headers;  // beside those the server writes: Content-Length, Connection, Cache-Control, Set-Cookie, security
  std::vector<Cookie> cookies;
  Caching caching = Caching::none;
  std::string body;
  std::optional<EventStream> events;  // if there, the body is what is pushed to it

  static Response html(std::string page, Status status = Status::ok);
  static Response json(std::string text, Status status = Status::ok);
  static Response text(std::string text, Status status = Status::ok);
  static Response bytes(std::string content, std::string_view media_type);
  static Response asset(std::string content, std::string_view media_type);  // bytes, cached forever
  // A file to save. The name may be in French: it is sent in UTF-8, and in ASCII for what does not read that.
  static Response download(std::string content, std::string_view media_type, std::string_view file_name);
  // 303: the browser goes on with a GET. A target that is not of this site becomes "/", so that nobody can craft
  // a link of ours that ends elsewhere.
  static Response see_other(std::string_view target);
  static Response event_stream(EventStream events);
};

struct HeadOptions {
  std::string_view content_security_policy;
  enum class Connection : std::uint8_t { keep_alive, close } connection = Connection::keep_alive;
};

// The head as it goes over the wire, with what every answer carries: caching, the content security policy,
// nosniff, Referrer-Policy, and what keeps other sites from framing or embedding us; a header that the response
// already has wins. invalid_input if a header or a cookie holds what would end it early, or
// if the response brings a header that frames the answer (Content-Length, Transfer-Encoding, Connection).
Result<std::string> write_head(const Response& response, const HeadOptions& options);

}  // namespace garde::http
