#include "http/request.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

Request posted(std::vector<Header> headers, std::string body = "") {
  Request request{.method = Method::post, .body = std::move(body)};
  request.headers.add("Host", "localhost:8765");
  for (const Header& header : headers) request.headers.add(header.name, header.value);
  return request;
}

TEST(SameOrigin, IsJudgedByOriginFirst) {
  EXPECT_TRUE(same_origin(posted({{"Origin", "http://localhost:8765"}})));
  for (const char* origin : {"null", "", "http://localhost:8766", "https://localhost:8765", "http://localhost:8765/",
                             "http://evil.example", "http://localhost:8765.evil.example", "HTTP://localhost:8765"}) {
    EXPECT_FALSE(same_origin(
        posted({{"Origin", origin}, {"Sec-Fetch-Site", "same-origin"}, {"Referer", "http://localhost:8765/"}})))
        << origin;
  }
}

TEST(SameOrigin, IsJudgedBySecFetchSiteWithoutOrigin) {
  EXPECT_TRUE(same_origin(posted({{"Sec-Fetch-Site", "same-origin"}})));
  for (const char* site : {"same-site", "cross-site", "none", ""})
    EXPECT_FALSE(same_origin(posted({{"Sec-Fetch-Site", site}, {"Referer", "http://localhost:8765/"}}))) << site;
}

TEST(SameOrigin, IsJudgedByRefererForWantOfBetter) {
  EXPECT_TRUE(same_origin(posted({{"Referer", "http://localhost:8765/plan"}})));
  EXPECT_FALSE(same_origin(posted({{"Referer", "http://localhost:8765"}})));
  EXPECT_FALSE(same_origin(posted({{"Referer", "http://localhost:8765.evil.example/"}})));
  EXPECT_FALSE(same_origin(posted({{"Referer", "http://evil.example/?http://localhost:8765/"}})));
  EXPECT_FALSE(same_origin(posted({})));
}

TEST(Forms, AreReadByTheirContentType) {
  const auto form = read_form(posted({{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}}, "a=1"));
  EXPECT_EQ(form->fields, (Fields{{"a", "1"}}));
  const auto multipart = read_form(posted({{"Content-Type", "multipart/form-data; boundary=b"}},
                                          "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--b--\r\n"));
  EXPECT_EQ(multipart->fields, (Fields{{"a", "2"}}));
}

TEST(Forms, SayWhetherTheyAreDamagedOrOfAnotherType) {
  EXPECT_EQ(read_form(posted({{"Content-Type", "application/x-www-form-urlencoded"}}, "&")).error().kind,
            ErrorKind::invalid_input);
  EXPECT_EQ(read_form(posted({{"Content-Type", "multipart/form-data"}})).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(read_form(posted({{"Content-Type", "text/plain"}}, "a=1")).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(read_form(posted({}, "a=1")).error().kind, ErrorKind::unsupported);
}

TEST(RequestsDeathTest, AbortOnAParameterTheRouteDoesNotHave) {
  const Request request;
  EXPECT_DEATH(request.parameter("action"), "internal mistake");
}

}  // namespace
}  // namespace garde::http
