// The only file that includes Boost.Beast, of which it uses the parser.
#include "http/head_syntax.h"

#include <cstdint>

#include <boost/beast/http/basic_parser.hpp>

namespace garde::http {
namespace {

namespace beast = boost::beast;
using beast::string_view;

std::string_view std_view(string_view text) { return {text.data(), text.size()}; }

// Collects the head. The body never reaches Beast: its length is the policy's to judge and the connection's to read.
class HeadParser final : public beast::http::basic_parser<true> {
 public:
  HeadSyntax head;

 private:
  void on_request_impl(beast::http::verb, string_view method, string_view target, int version,
                       beast::error_code&) override {
    head.method = std_view(method);
    head.target = std_view(target);
    head.version = version;
  }
  void on_field_impl(beast::http::field, string_view field_name, string_view value, beast::error_code&) override {
    head.headers.add(std_view(field_name), std_view(value));
  }
  void on_response_impl(int, string_view, int, beast::error_code&) override {}
  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(string_view body, beast::error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, beast::error_code&) override { return body.size(); }
  void on_finish_impl(beast::error_code&) override {}
};

}  // namespace

HeadScan scan_head(std::string_view bytes, std::size_t examined) {
  for (std::size_t at = examined; at < bytes.size(); ++at) {
    const char c = bytes[at];
    const char before = at > 0 ? bytes[at - 1] : '\0';
    const bool line_starts = before == '\n';
    const bool bare_cr = before == '\r' && c != '\n';
    const bool bare_lf = c == '\n' && before != '\r';
    const bool folded = line_starts && (c == ' ' || c == '\t');
    if (c == '\0' || bare_cr || bare_lf || folded) return {HeadScan::State::malformed, at};
    if (bytes.substr(0, at + 1).ends_with("\r\n\r\n")) return {HeadScan::State::complete, at + 1};
  }
  return {HeadScan::State::incomplete, bytes.size()};
}

tl::expected<HeadSyntax, Refusal> parse_head_syntax(std::string_view bytes) {
  HeadParser parser;
  parser.header_limit(static_cast<std::uint32_t>(bytes.size()));
  parser.body_limit(boost::none);
  beast::error_code error;
  const std::size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error == beast::http::error::bad_version)
    return tl::unexpected(Refusal{Status::http_version_not_supported, "not HTTP/1.1"});
  if (error || !parser.is_header_done() || used != bytes.size())
    return tl::unexpected(Refusal{Status::bad_request, "not an HTTP request"});
  return std::move(parser.head);
}

}  // namespace garde::http
