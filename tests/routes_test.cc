// Every row of web/routes.cc, over a real socket: what only shows changes nothing, and what is asked wrongly is refused
// and changes nothing. A new row is held to it by being there.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/test_client.h"
#include "tests/served_practice.h"
#include "web/page/sign_in_pages.h"

namespace garde::tests {
namespace {

using http::Method;

// Built once: it costs more than all the requests of a test.
ServedPractice& served() {
  static ServedPractice practice;
  return practice;
}

// One request, right in all its parts; a fault then spoils one.
struct Ask {
  std::string method;
  std::string target;
  std::string version = "HTTP/1.1";
  std::vector<http::Header> headers;
  std::string body;
  std::string end_of_line = "\r\n";

  void set(std::string_view name, std::string_view value) {
    remove(name);
    headers.push_back({std::string(name), std::string(value)});
  }
  void add(std::string_view name, std::string_view value) {
    headers.push_back({std::string(name), std::string(value)});
  }
  void remove(std::string_view name) {
    std::erase_if(headers, [&](const http::Header& header) { return header.name == name; });
  }
  void send_form(std::string_view form) {
    body = form;
    set("Content-Length", std::to_string(body.size()));
  }
  std::string text() const {
    std::string text = method + " " + target + " " + version + end_of_line;
    for (const http::Header& header : headers) text += header.name + ": " + header.value + end_of_line;
    return text + end_of_line + body;
  }
};

std::string form_token() { return "form_token=" + served().session().form_token; }
std::string session_cookie(std::string_view token) { return fmt::format("{}={}", web::kSessionCookie, token); }

Ask right(const http::Route& route) {
  Ask ask;
  ask.method = name(route.method);
  ask.target = served().address_of(route);
  ask.add("Host", served().host());
  ask.add("Connection", "close");
  ask.add("Cookie", session_cookie(served().session().token));
  ask.add("Sec-Fetch-Site", "same-origin");
  if (route.method == Method::get) return ask;
  ask.add("Origin", "http://" + served().host());
  ask.add("Content-Type", "application/x-www-form-urlencoded");
  ask.send_form(form_token());
  return ask;
}

int status_of(const Ask& ask) {
  http::TestClient client(served().port());
  client.send(ask.text());
  const auto answer = client.read_answer(http::TestClient::Body::none);
  return answer ? answer->status : 0;
}

bool needs_session(const http::Route& route) { return route.responder.admit != nullptr; }
bool everywhere(const http::Route&) { return true; }
bool changes_something(const http::Route& route) { return needs_session(route) && route.method != Method::get; }

std::string place(const http::Route& route) { return fmt::format("{} {}", name(route.method), route.pattern); }

TEST(Routes, LeadSomewhereInTheseTests) {
  for (const http::Route& route : served().routes()) EXPECT_NE(served().address_of(route), "") << place(route);
  int doors = 0;
  for (const http::Route& route : served().routes()) doors += needs_session(route) ? 0 : 1;
  EXPECT_EQ(doors, 4) << "assets, the link, the password's page and its form";
}

TEST(Routes, ShowWithoutChangingAByte) {
  for (const char* method : {"GET", "HEAD"}) {
    for (const http::Route& route : served().routes()) {
      if (route.method != Method::get) continue;
      const auto before = served().stored();
      Ask ask = right(route);
      ask.method = method;
      const int status = status_of(ask);
      const bool is_door = route.pattern == "/open" || route.pattern == "/sign-in";
      const bool leads_on = route.pattern == "/questionnaire" || route.pattern == "/incident/rehearsal";
      EXPECT_EQ(status, is_door ? 403 : leads_on ? 303 : 200) << place(route);
      const auto after = served().stored();
      for (const auto& [file, bytes] : after) {
        const auto was = before.find(file);
        EXPECT_TRUE(was != before.end() && was->second == bytes)
            << method << " " << route.pattern << " changed " << file;
      }
      EXPECT_EQ(after.size(), before.size()) << place(route);
    }
  }
}

// Of this practice one is.
TEST(Routes, SayOnEveryPageThatAnAlarmIsOpen) {
  int pages = 0;
  for (const http::Route& route : served().routes()) {
    if (route.method != Method::get || !needs_session(route)) continue;
    http::TestClient client(served().port());
    client.send(right(route).text());
    const auto answer = client.read_answer();
    if (!answer || answer->body.find("<header class=\"top\">") == std::string::npos) continue;
    ++pages;
    EXPECT_NE(answer->body.find("<aside class=\"alarms\""), std::string::npos) << place(route);
    EXPECT_NE(answer->body.find("Encore ouverte"), std::string::npos) << place(route);
  }
  EXPECT_GT(pages, 30);
}

struct Fault {
  std::string_view name;
  int status;
  void (*spoil)(Ask& ask, const http::Route& route);
  bool (*concerns)(const http::Route& route) = everywhere;
};

const std::vector<Fault>& faults() {
  using http::Route;
  static const std::vector<Fault> all = {
      {"NoHost", 400, [](Ask& ask, const Route&) { ask.remove("Host"); }},
      {"TwoHosts", 400, [](Ask& ask, const Route&) { ask.add("Host", served().host()); }},
      {"WrongHost", 421, [](Ask& ask, const Route&) { ask.set("Host", "evil.example"); }},
      {"HostThatLeadsHere", 421, [](Ask& ask, const Route&) { ask.set("Host", "127.0.0.1.evil.example"); }},
      {"HostOfAnotherPort", 421, [](Ask& ask, const Route&) { ask.set("Host", "127.0.0.1:1"); }},
      {"EmptyHost", 421, [](Ask& ask, const Route&) { ask.set("Host", ""); }},
      {"WrongOrigin", 403, [](Ask& ask, const Route&) { ask.set("Origin", "http://evil.example"); }},
      {"OriginOfAnotherPort", 403, [](Ask& ask, const Route&) { ask.set("Origin", "http://127.0.0.1:1"); }},
      {"NullOrigin", 403, [](Ask& ask, const Route&) { ask.set("Origin", "null"); }},
      {"TwoOrigins", 400,
       [](Ask& ask, const Route&) {
         ask.set("Origin", "http://" + served().host());
         ask.add("Origin", "http://evil.example");
       }},
      {"CrossSite", 403,
       [](Ask& ask, const Route&) {
         ask.remove("Origin");
         ask.set("Sec-Fetch-Site", "cross-site");
       }},
      {"OfAnotherPort", 403,
       [](Ask& ask, const Route&) {
         ask.remove("Origin");
         ask.set("Sec-Fetch-Site", "same-site");
       }},
      {"TransferEncoding", 400, [](Ask& ask, const Route&) { ask.set("Transfer-Encoding", "chunked"); }},
      {"TwoContentLengths", 400,
       [](Ask& ask, const Route&) {
         ask.set("Content-Length", "0");
         ask.add("Content-Length", "5");
       }},
      {"TwoEqualContentLengths", 400,
       [](Ask& ask, const Route&) {
         ask.set("Content-Length", "0");
         ask.add("Content-Length", "0");
       }},
      {"NegativeContentLength", 400, [](Ask& ask, const Route&) { ask.set("Content-Length", "-1"); }},
      {"OversizedHead", 431, [](Ask& ask, const Route&) { ask.add("X", std::string(20'000, 'x')); }},
      {"TooManyHeaders", 431,
       [](Ask& ask, const Route&) {
         for (int i = 0; i < 100; ++i) ask.add("X", "x");
       }},
      {"OversizedBody", 413,
       [](Ask& ask, const Route& route) {
         ask.set("Content-Length", std::to_string(route.body_limit.value + 1));
         ask.body.clear();
       }},
      {"BodyToAGet", 413, [](Ask& ask, const Route&) { ask.send_form(form_token()); },
       [](const Route& route) { return route.method == Method::get; }},
      {"UnknownMethod", 501, [](Ask& ask, const Route&) { ask.method = "BREW"; }},
      {"LowerCaseMethod", 501, [](Ask& ask, const Route&) { ask.method = ask.method == "GET" ? "get" : "post"; }},
      {"MethodThatNothingTakes", 405, [](Ask& ask, const Route&) { ask.method = "PUT"; }},
      {"Http10", 505, [](Ask& ask, const Route&) { ask.version = "HTTP/1.0"; }},
      {"Http2", 505, [](Ask& ask, const Route&) { ask.version = "HTTP/2.0"; }},
      {"BareLineFeeds", 400, [](Ask& ask, const Route&) { ask.end_of_line = "\n"; }},
      {"FoldedHeader", 400, [](Ask& ask, const Route&) { ask.add("X", "a\r\n b"); }},
      {"Nul", 400, [](Ask& ask, const Route&) { ask.add("X", std::string_view("a\0b", 3)); }},
      {"UnknownExpectation", 417, [](Ask& ask, const Route&) { ask.add("Expect", "200-ok"); }},
      {"AbsoluteTarget", 400, [](Ask& ask, const Route&) { ask.target = "http://" + served().host() + ask.target; }},
      {"DotSegment", 400, [](Ask& ask, const Route&) { ask.target = "/x/.." + ask.target; }},
      {"TwoCookieHeaders", 400,
       [](Ask& ask, const Route&) { ask.add("Cookie", session_cookie(served().session().token)); }},

      {"NoCookie", 403, [](Ask& ask, const Route&) { ask.remove("Cookie"); }, needs_session},
      {"EmptyCookie", 403, [](Ask& ask, const Route&) { ask.set("Cookie", session_cookie("")); }, needs_session},
      {"BadCookie", 403, [](Ask& ask, const Route&) { ask.set("Cookie", session_cookie(std::string(64, '0'))); },
       needs_session},
      {"CookieCutShort", 403,
       [](Ask& ask, const Route&) { ask.set("Cookie", session_cookie(served().session().token.substr(1))); },
       needs_session},
      {"CookieTwice", 403,
       [](Ask& ask, const Route&) {
         const std::string cookie = session_cookie(served().session().token);
         ask.set("Cookie", cookie + "; " + cookie);
       },
       needs_session},
      {"NoCookieAndABodyThatNeverComes", 403,
       [](Ask& ask, const Route& route) {
         ask.remove("Cookie");
         ask.set("Content-Length", std::to_string(route.body_limit.value));
         ask.body.clear();
       },
       changes_something},

      {"NothingSaysFromWhere", 403,
       [](Ask& ask, const Route&) {
         ask.remove("Origin");
         ask.remove("Sec-Fetch-Site");
       },
       changes_something},
      {"RefererOfAnotherSite", 403,
       [](Ask& ask, const Route&) {
         ask.remove("Origin");
         ask.remove("Sec-Fetch-Site");
         ask.add("Referer", "http://evil.example/http://" + served().host() + "/");
       },
       changes_something},
      {"NoForm", 403, [](Ask& ask, const Route&) { ask.send_form(""); }, changes_something},
      {"NoFormToken", 403, [](Ask& ask, const Route&) { ask.send_form("a=b"); }, changes_something},
      {"WrongFormToken", 403, [](Ask& ask, const Route&) { ask.send_form("form_token=" + std::string(64, '0')); },
       changes_something},
      {"FormTokenTwice", 403, [](Ask& ask, const Route&) { ask.send_form(form_token() + "&" + form_token()); },
       changes_something},
      {"FormTokenInTheAddress", 403,
       [](Ask& ask, const Route&) {
         ask.target += "?" + form_token();
         ask.send_form("a=b");
       },
       changes_something},
      {"FormOfAnotherType", 403, [](Ask& ask, const Route&) { ask.set("Content-Type", "text/plain"); },
       changes_something},
  };
  return all;
}

class RefusedRequests : public testing::TestWithParam<Fault> {};

TEST_P(RefusedRequests, ChangeNothingOnAnyRoute) {
  const Fault& fault = GetParam();
  const auto before = served().stored();
  for (const http::Route& route : served().routes()) {
    if (!fault.concerns(route)) continue;
    Ask ask = right(route);
    fault.spoil(ask, route);
    EXPECT_EQ(status_of(ask), fault.status) << place(route);
  }
  EXPECT_TRUE(served().stored() == before);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedRequests, testing::ValuesIn(faults()),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace garde::tests
