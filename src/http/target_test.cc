#include "http/target.h"

#include <gtest/gtest.h>

#include "http/percent.h"

namespace garde::http {
namespace {

TEST(Targets, AreDecodedOnce) {
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_EQ(parse_target("/plan/")->path, "/plan/");
  EXPECT_EQ(parse_target("/a%20b/%C3%A9t%C3%A9")->path, "/a b/été");
  EXPECT_EQ(parse_target("/100%2525")->path, "/100%25");  // not "/100%"
  EXPECT_EQ(parse_target("/a+b")->path, "/a+b");
  EXPECT_EQ(parse_target("/...")->path, "/...");
  EXPECT_EQ(parse_target("/x?a=1&b=%26&a=2&c")->query, (Fields{{"a", "1"}, {"b", "&"}, {"a", "2"}, {"c", ""}}));
  EXPECT_EQ(parse_target("/x?q=a/b?c")->query.get("q"), "a/b?c");
  EXPECT_EQ(parse_target("/x?")->query, Fields());
}

TEST(Targets, RefuseWhatTwoProgramsCouldReadDifferently) {
  for (const char* text :
       {"",      "x",       "*",          "?a=1",     "http://h/", "//h/x",   "/a//b",   "/.",     "/..",   "/a/.",
        "/a/..", "/a/./b",  "/a/../b",    "/%2e",     "/%2E%2e",   "/.%2e/b", "/a%2Fb",  "/a%2fb", "/a\\b", "/a%5Cb",
        "/a%00", "/a%0A",   "/a%7F",      "/a%C2%85", "/%",        "/%4",     "/%zz",    "/%+1",   "/% 1",  "/%0x",
        "/%FF",  "/%C0%AF", "/%ED%A0%80", "/é",       "/a b",      "/a\tb",   "/a#b",    "/a?b#c", "/a\"b", "/<a>",
        "/a|b",  "/a?<b>",  "/a?b c",     "/a?%",     "/a?b=%FF",  "/a?&",    "/a?b&&c", "/a?b&"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Targets, SayWhereTheyAreWrong) {
  EXPECT_EQ(parse_target("/plan/%zz").error().offset, 6U);
  EXPECT_EQ(parse_target("/plan//x").error().offset, 5U);
}

TEST(Targets, AreLocalWithAQueryAndAFragment) {
  for (const char* text : {"/", "/plan?step=2", "/plan#action-3", "/plan?a=1#b"})
    EXPECT_TRUE(is_local_target(text)) << text;
  for (const char* text : {"", "#a", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:x",
                           "/%2F/evil", "/a#b c", "/a#\r\nSet-Cookie: x=1", "/a\r\nX: y"}) {
    EXPECT_FALSE(is_local_target(text)) << text;
  }
}

TEST(PercentEncoding, RoundTripsEveryByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(percent_decoded(percent_encoded(all), PlusSign::space), all);
  EXPECT_EQ(percent_encoded("été/2~a"), "%C3%A9t%C3%A9%2F2~a");
}

}  // namespace
}  // namespace garde::http
