#include "http/head_policy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/utf8.h"

namespace garde::http {
namespace {

// Repeated, each of these means one thing to whoever reads the first and another to whoever reads the last.
constexpr std::array<std::string_view, 10> kSingleHeaders = {
    "Host",           "Content-Length", "Content-Type",   "Cookie",  "Origin",
    "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Referer", "Expect"};

tl::unexpected<Refusal> refuse(Status status, std::string_view why) {
  return tl::unexpected<Refusal>(Refusal{status, why});
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return length;
}

// "close" anywhere in the comma-separated list.
bool asks_to_close(const Headers& headers) {
  for (const Header& header : headers.entries()) {
    if (!equals_ignoring_case(header.name, "Connection")) continue;
    for (std::size_t at = 0; at <= header.value.size();) {
      const std::size_t end = std::min(header.value.find(',', at), header.value.size());
      if (equals_ignoring_case(trimmed(std::string_view(header.value).substr(at, end - at)), "close")) return true;
      at = end + 1;
    }
  }
  return false;
}

// Browsers say where a request comes from. Another site, a page on another port of ours included, may lead people to a
// page, and have nothing else asked in their name.
bool sent_by_another_site(Method method, const Headers& headers, std::string_view host) {
  if (const auto origin = headers.get("Origin"); origin && *origin != "http://" + std::string(host)) return true;
  const auto site = headers.get("Sec-Fetch-Site");
  if (!site || *site == "same-origin" || *site == "none") return false;
  const bool follows_a_link =
      headers.get("Sec-Fetch-Mode") == "navigate" && headers.get("Sec-Fetch-Dest") == "document";
  return !is_safe(method) || !follows_a_link;
}

}  // namespace

tl::expected<RequestHead, Refusal> judge_head(HeadSyntax syntax, std::span<const std::string> hosts) {
  const Headers& headers = syntax.headers;
  if (syntax.version != 11) return refuse(Status::http_version_not_supported, "not HTTP/1.1");
  if (headers.entries().size() > kMaxHeaders) return refuse(Status::header_fields_too_large, "too many headers");
  if (headers.count("Transfer-Encoding") != 0) return refuse(Status::bad_request, "Transfer-Encoding");
  for (const std::string_view single : kSingleHeaders) {
    if (headers.count(single) > 1) return refuse(Status::bad_request, "a repeated header");
  }
  const auto host = headers.get("Host");
  if (!host) return refuse(Status::bad_request, "no Host");
  if (std::ranges::find(hosts, *host) == hosts.end()) return refuse(Status::misdirected_request, "another Host");
  const auto method = parse_method(syntax.method);
  if (!method) return refuse(Status::not_implemented, "an unknown method");
  if (sent_by_another_site(*method, headers, *host)) return refuse(Status::forbidden, "asked by another site");
  auto target = parse_target(syntax.target);
  if (!target) return refuse(Status::bad_request, "a target we do not read");

  RequestHead head;
  if (const auto text = headers.get("Content-Length")) {
    const auto length = parse_length(*text);
    if (!length) return refuse(Status::bad_request, "Content-Length");
    if (*length != 0 && is_safe(*method)) return refuse(Status::content_too_large, "a body to a safe method");
    head.content_length = ByteCount{*length};
  }
  if (const auto expectation = headers.get("Expect")) {
    if (!equals_ignoring_case(*expectation, "100-continue")) return refuse(Status::expectation_failed, "Expect");
    head.expects_continue = true;
  }
  head.keep_alive = !asks_to_close(headers);
  head.method = *method;
  head.target = std::move(target).take();
  head.headers = std::move(syntax.headers);
  return head;
}

}  // namespace garde::http
