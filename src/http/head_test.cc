#include <gtest/gtest.h>

#include "http/head_policy.h"
#include "http/head_syntax.h"

namespace garde::http {
namespace {

const std::vector<std::string> kHosts = {"127.0.0.1:8765", "localhost:8765"};

tl::expected<RequestHead, Refusal> read(std::string_view bytes) {
  const HeadScan scan = scan_head(bytes, 0);
  if (scan.state != HeadScan::State::complete) return tl::unexpected(Refusal{Status::bad_request, "no complete head"});
  auto syntax = parse_head_syntax(bytes.substr(0, scan.size));
  if (!syntax) return tl::unexpected(syntax.error());
  return judge_head(std::move(*syntax), kHosts);
}

// What an attacker changes one thing of.
std::string with(std::string_view more, std::string_view line = "POST /plan HTTP/1.1",
                 std::string_view host = "Host: 127.0.0.1:8765\r\n") {
  return std::string(line) + "\r\n" + std::string(host) + std::string(more) + "\r\n";
}

TEST(Heads, AreReadWithTheirHeadersInAnyCase) {
  const auto head = read(
      "POST /plan/mots%20de%20passe?step=2 HTTP/1.1\r\nhOST: localhost:8765\r\ncontent-LENGTH:  12 \r\n"
      "X-Empty:\r\nExpect: 100-Continue\r\n\r\n");
  ASSERT_TRUE(head) << head.error().why;
  EXPECT_EQ(head->method, Method::post);
  EXPECT_EQ(head->target.path, "/plan/mots de passe");
  EXPECT_EQ(head->target.query.get("step"), "2");
  EXPECT_EQ(head->content_length, 12_B);
  EXPECT_EQ(head->headers.get("x-empty"), "");
  EXPECT_TRUE(head->expects_continue);
  EXPECT_TRUE(head->keep_alive);
}

TEST(Heads, AskToCloseAnywhereInTheConnectionHeaders) {
  for (const char* header :
       {"Connection: close\r\n", "Connection: keep-alive, CLOSE\r\n", "Connection: te\r\nConnection: ,close ,\r\n"}) {
    EXPECT_FALSE(read(with(header))->keep_alive) << header;
  }
  EXPECT_TRUE(read(with("Connection: keep-alive, closed\r\n"))->keep_alive);
}

// What a browser sends when somebody follows a link on a page of another site.
constexpr std::string_view kLinkOfAnotherSite =
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

std::string headers(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a:b\r\n";
  return text;
}

TEST(Heads, MayComeFromOurPagesFromALinkOrFromNoBrowser) {
  const std::string get = "GET / HTTP/1.1";
  for (const std::string& head : {with("Origin: http://127.0.0.1:8765\r\n"), with("Sec-Fetch-Site: same-origin\r\n"),
                                  with("Sec-Fetch-Site: none\r\n", get), with(kLinkOfAnotherSite, get), with(""),
                                  with("", get), with("Content-Length: 0\r\n", get)})
    EXPECT_TRUE(read(head)) << head << read(head).error().why;
}

TEST(Heads, HaveUpToAHundredHeaders) { EXPECT_TRUE(read(with(headers(kMaxHeaders - 1)))); }

struct Malformed {
  std::string_view name;
  std::string bytes;
  Status status = Status::bad_request;
};

class MalformedHead : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedHead, IsRefused) {
  const auto head = read(GetParam().bytes);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().status, GetParam().status) << head.error().why;
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(
    Table, MalformedHead,
    testing::ValuesIn(std::vector<Malformed>{
        {"TransferEncodingChunked", with("Transfer-Encoding: chunked\r\n")},
        {"TransferEncodingIdentity", with("Transfer-Encoding: identity\r\n")},
        {"TransferEncodingEmpty", with("Transfer-Encoding:\r\n")},
        {"TransferEncodingObfuscated", with("Transfer-Encoding: xchunked\r\n")},
        {"TransferEncodingVerticalTab", with("Transfer-Encoding: \x0B"
                                             "chunked\r\n")},
        {"TransferEncodingAndLength", with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n")},
        {"TransferEncodingBlankBeforeColon", with("Transfer-Encoding : chunked\r\n")},
        {"ContentLengthTwice", with("Content-Length: 4\r\nContent-Length: 5\r\n")},
        {"ContentLengthTwiceTheSame", with("Content-Length: 4\r\nContent-Length: 4\r\n")},
        {"ContentLengthList", with("Content-Length: 4, 4\r\n")},
        {"ContentLengthNegative", with("Content-Length: -1\r\n")},
        {"ContentLengthPlus", with("Content-Length: +4\r\n")},
        {"ContentLengthHexadecimal", with("Content-Length: 0x10\r\n")},
        {"ContentLengthEmpty", with("Content-Length:\r\n")},
        {"ContentLengthTwoWords", with("Content-Length: 4 4\r\n")},
        {"ContentLengthOver64Bits", with("Content-Length: 18446744073709551616\r\n")},
        {"ContentLengthWithBlankInName", with("Content Length: 4\r\n")},
        {"NoHost", with("", "GET / HTTP/1.1", "")},
        {"HostTwice", with("Host: 127.0.0.1:8765\r\n")},
        {"HostTwiceInAnotherCase", with("hOsT: evil.example\r\n")},
        {"HostOfAnotherSite", with("", "GET / HTTP/1.1", "Host: evil.example\r\n"), Status::misdirected_request},
        {"HostWithoutPort", with("", "GET / HTTP/1.1", "Host: localhost\r\n"), Status::misdirected_request},
        {"HostWithAnotherPort", with("", "GET / HTTP/1.1", "Host: localhost:80\r\n"), Status::misdirected_request},
        {"HostEmpty", with("", "GET / HTTP/1.1", "Host:\r\n"), Status::misdirected_request},
        {"HostWithUser", with("", "GET / HTTP/1.1", "Host: a@localhost:8765\r\n"), Status::misdirected_request},
        {"ObsFold", with("X-Long: a\r\n b\r\n")},
        {"ObsFoldWithTab", with("X-Long: a\r\n\tb\r\n")},
        {"ObsFoldHidesAHeader", with("X: a\r\n Transfer-Encoding: chunked\r\n")},
        {"BlankBeforeTheFirstHeader", "GET / HTTP/1.1\r\n Host: 127.0.0.1:8765\r\n\r\n"},
        {"BareLf", "GET / HTTP/1.1\nHost: 127.0.0.1:8765\n\n"},
        {"BareLfInTheMiddle", with("X: a\nTransfer-Encoding: chunked\r\n")},
        {"BareCrInAValue", with("X: a\rb\r\n")},
        {"CrCrLf", with("X: a\r\r\n")},
        {"Nul", with("X: a\0b\r\n"s)},
        {"ControlCharacterInAValue", with("X: a\x01"
                                          "b\r\n")},
        {"ControlCharacterInAName", with("X\x01: a\r\n")},
        {"HeaderWithoutColon", with("Nothing\r\n")},
        {"HeaderWithoutName", with(": a\r\n")},
        {"HeaderNameInUtf8", with("Été: a\r\n")},
        {"EmptyLineFirst", "\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1:8765\r\n\r\n"},
        {"BlankFirst", with("", " GET / HTTP/1.1")},
        {"TwoBlanks", with("", "GET  / HTTP/1.1")},
        {"NoVersion", with("", "GET /")},
        {"TrailingWord", with("", "GET / HTTP/1.1 x"), Status::http_version_not_supported},
        {"Http10", with("", "GET / HTTP/1.0"), Status::http_version_not_supported},
        {"Http09", with("", "GET / HTTP/0.9"), Status::http_version_not_supported},
        {"Http12", with("", "GET / HTTP/1.2"), Status::http_version_not_supported},
        {"Http2Preface", "PRI * HTTP/2.0\r\n\r\n", Status::http_version_not_supported},
        {"LowerCaseVersion", with("", "GET / http/1.1"), Status::http_version_not_supported},
        {"LowerCaseMethod", with("", "get / HTTP/1.1"), Status::not_implemented},
        {"UnknownMethod", with("", "BREW / HTTP/1.1"), Status::not_implemented},
        {"Connect", with("", "CONNECT example.org:443 HTTP/1.1"), Status::not_implemented},
        {"Trace", with("", "TRACE / HTTP/1.1"), Status::not_implemented},
        {"AbsoluteForm", with("", "GET http://127.0.0.1:8765/ HTTP/1.1")},
        {"AsteriskForm", with("", "OPTIONS * HTTP/1.1")},
        {"AuthorityOnly", with("", "GET //evil.example/ HTTP/1.1")},
        {"DotSegment", with("", "GET /a/../b HTTP/1.1")},
        {"EncodedDotSegment", with("", "GET /a/%2e%2E/b HTTP/1.1")},
        {"RawUtf8InTheTarget", with("", "GET /été HTTP/1.1")},
        {"ExpectUnknown", with("Expect: 200-ok\r\n"), Status::expectation_failed},
        {"ExpectTwice", with("Expect: 100-continue\r\nExpect: 100-continue\r\n")},
        {"OriginTwice", with("Origin: http://127.0.0.1:8765\r\nOrigin: http://evil.example\r\n")},
        {"CookieTwice", with("Cookie: a=1\r\nCookie: a=2\r\n")},
        {"OriginOfAnotherSite", with("Origin: http://evil.example\r\n"), Status::forbidden},
        {"OriginOfAnotherPort", with("Origin: http://127.0.0.1:8766\r\n"), Status::forbidden},
        {"OriginOfOurOtherName", with("Origin: http://localhost:8765\r\n"), Status::forbidden},
        {"OriginNull", with("Origin: null\r\n"), Status::forbidden},
        {"OriginOfAnotherSiteToAGet", with("Origin: http://evil.example\r\n", "GET / HTTP/1.1"), Status::forbidden},
        {"FormOfAnotherSite", with(std::string(kLinkOfAnotherSite)), Status::forbidden},
        {"PictureOfAnotherSite", with("Sec-Fetch-Site: cross-site\r\n", "GET / HTTP/1.1"), Status::forbidden},
        {"PictureOfAnotherPort", with("Sec-Fetch-Site: same-site\r\n", "GET / HTTP/1.1"), Status::forbidden},
        {"FrameOfAnotherSite",
         with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", "GET / HTTP/1.1"),
         Status::forbidden},
        {"SecFetchModeTwice", with("Sec-Fetch-Mode: cors\r\nSec-Fetch-Mode: navigate\r\n")},
        {"BodyToAGet", with("Content-Length: 1\r\n", "GET / HTTP/1.1"), Status::content_too_large},
        {"TooManyHeaders", with(headers(kMaxHeaders)), Status::header_fields_too_large},
        {"TlsHello", "\x16\x03\x01\x00\xA5"s},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HeadScan, FindsTheSameEndHoweverTheBytesArrive) {
  const std::string whole = with("X: a\r\n") + "body\r\n\r\n";
  const std::size_t end = with("X: a\r\n").size();
  for (std::size_t first = 0; first < end; ++first) {
    const HeadScan part = scan_head(std::string_view(whole).substr(0, first), 0);
    EXPECT_EQ(part.state, HeadScan::State::incomplete);
    const HeadScan rest = scan_head(whole, part.size);
    EXPECT_EQ(rest.state, HeadScan::State::complete);
    EXPECT_EQ(rest.size, end);
  }
}

TEST(HeadScan, RefusesABareLineEndWithoutWaitingForMore) {
  EXPECT_EQ(scan_head("GET / HTTP/1.1\n", 0).state, HeadScan::State::malformed);
  EXPECT_EQ(scan_head("GET / HTTP/1.1\rH", 0).state, HeadScan::State::malformed);
  EXPECT_EQ(scan_head("GET / HTTP/1.1\r", 0).state, HeadScan::State::incomplete);
}

TEST(Headers, ReplaceAllOfANameWhenSet) {
  Headers headers;
  headers.add("Vary", "a");
  headers.add("X", "1");
  headers.add("vary", "b");
  EXPECT_EQ(headers.count("VARY"), 2U);
  headers.set("Vary", "c");
  EXPECT_EQ(headers.entries(), (std::vector<Header>{{"X", "1"}, {"Vary", "c"}}));
}

}  // namespace
}  // namespace garde::http
