#include "http/response.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

using namespace std::string_literals;

std::string head_of(const Response& response) {
  return write_head(response, {.content_security_policy = "default-src 'none'"}).take();
}

TEST(Responses, CarryWhatProtectsEveryPage) {
  EXPECT_EQ(head_of(Response::html("abc")),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            "Cache-Control: no-store\r\n"
            "Content-Security-Policy: default-src 'none'\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: same-origin\r\n"
            "X-Frame-Options: DENY\r\n"
            "Cross-Origin-Opener-Policy: same-origin\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n"
            "Content-Length: 3\r\n"
            "\r\n");
}

TEST(Responses, LetAnAssetBeKeptForAYear) {
  EXPECT_NE(head_of(Response::asset("x", "text/css")).find("Cache-Control: public, max-age=31536000, immutable\r\n"),
            std::string::npos);
}

TEST(Responses, KeepTheHeaderAHandlerChose) {
  Response response = Response::html("");
  response.headers.set("Content-Security-Policy", "sandbox");
  const std::string head = head_of(response);
  EXPECT_NE(head.find("Content-Security-Policy: sandbox\r\n"), std::string::npos);
  EXPECT_EQ(head.find("default-src"), std::string::npos);
}

TEST(Responses, NameADownloadInFrenchAndInAscii) {
  EXPECT_EQ(
      Response::download("", "application/pdf", "Fiche d’urgence – été \"26\".pdf").headers.get("Content-Disposition"),
      "attachment; filename=\"Fiche d_urgence _ _t_ _26_.pdf\"; "
      "filename*=UTF-8''Fiche%20d%E2%80%99urgence%20%E2%80%93%20%C3%A9t%C3%A9%20%2226%22.pdf");
}

TEST(Responses, DoNotLetAFileNameEndItsHeader) {
  const Response response = Response::download("", "text/csv", "a\r\nSet-Cookie: x=1\r\n\0.csv"s);
  EXPECT_EQ(head_of(response).find("\r\nSet-Cookie"), std::string::npos);
}

TEST(Responses, RedirectWithinThisSiteOnly) {
  EXPECT_EQ(Response::see_other("/plan?a=1#b").headers.get("Location"), "/plan?a=1#b");
  EXPECT_EQ(Response::see_other("//evil.example/").headers.get("Location"), "/");
  EXPECT_EQ(Response::see_other("/\r\nSet-Cookie: x=1").headers.get("Location"), "/");
}

TEST(Responses, SetEachCookieInItsOwnHeader) {
  Response response = Response::see_other("/");
  response.cookies = {{.name = "a", .value = "1"}, {.name = "b", .value = "2"}};
  const std::string head = head_of(response);
  EXPECT_NE(head.find("Set-Cookie: a=1; Path=/; SameSite=Strict; HttpOnly\r\nSet-Cookie: b=2;"), std::string::npos);
}

TEST(Responses, AreRefusedWhenAHeaderWouldEndEarlyOrFrameTheAnswer) {
  const auto refused = [](std::string_view name, std::string_view value) {
    Response response = Response::text("");
    response.headers.add(name, value);
    return !write_head(response, {});
  };
  EXPECT_FALSE(refused("X-Note", "été"));
  EXPECT_TRUE(refused("X-Note", "a\r\nSet-Cookie: x=1"));
  EXPECT_TRUE(refused("X-Note", "a\nb"));
  EXPECT_TRUE(refused("X-Note", std::string_view("a\0b", 3)));
  EXPECT_TRUE(refused("X-Note", "\xE9"));
  EXPECT_TRUE(refused("X Note", "a"));
  EXPECT_TRUE(refused("X-Note:", "a"));
  EXPECT_TRUE(refused("", "a"));
  EXPECT_TRUE(refused("content-length", "3"));
  EXPECT_TRUE(refused("Transfer-Encoding", "chunked"));
  EXPECT_TRUE(refused("Connection", "upgrade"));
  Response response;
  response.cookies = {{.name = "a", .value = "1;2"}};
  EXPECT_FALSE(write_head(response, {}));
}

TEST(Responses, HaveNoLengthWhenTheyHaveNoBody) {
  Response no_content;
  no_content.status = Status::no_content;
  EXPECT_EQ(head_of(no_content).find("Content-Length"), std::string::npos);
  EXPECT_EQ(head_of(Response::event_stream(EventStream())).find("Content-Length"), std::string::npos);
  EXPECT_NE(head_of(Response::see_other("/")).find("Content-Length: 0\r\n"), std::string::npos);
}

}  // namespace
}  // namespace garde::http
