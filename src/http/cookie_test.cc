#include "http/cookie.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

TEST(Cookies, AreFoundByTheirWholeName) {
  EXPECT_EQ(find_cookie("garde=1f; theme=dark", "garde"), "1f");
  EXPECT_EQ(find_cookie("garde=1f;theme=dark=er", "theme"), "dark=er");
  EXPECT_EQ(find_cookie("garde=", "garde"), "");
  EXPECT_EQ(find_cookie("xgarde=1; gardex=2", "garde"), std::nullopt);
  EXPECT_EQ(find_cookie("garde", "garde"), std::nullopt);
  EXPECT_EQ(find_cookie("", "garde"), std::nullopt);
}

TEST(Cookies, AreNotReadWhenSentTwice) { EXPECT_EQ(find_cookie("garde=1; garde=2", "garde"), std::nullopt); }

TEST(Cookies, AreStrictAndHiddenFromScriptsUnlessToldOtherwise) {
  EXPECT_EQ(to_header({.name = "garde", .value = "1f"}), "garde=1f; Path=/; SameSite=Strict; HttpOnly");
  EXPECT_EQ(to_header({.name = "garde",
                       .value = "",
                       .same_site = SameSite::lax,
                       .script_access = ScriptAccess::allowed,
                       .path = "/plan",
                       .max_age = 0s}),
            "garde=; Path=/plan; SameSite=Lax; Max-Age=0");
}

TEST(Cookies, RefuseWhatCouldEndThem) {
  for (const std::string& bad : {"a;b"s, "a b"s, "a,b"s, "a\"b"s, "a\\b"s, "a\r\nX: y"s, "é"s, "a\0b"s}) {
    EXPECT_FALSE(to_header({.name = "garde", .value = bad})) << bad;
    EXPECT_FALSE(to_header({.name = bad, .value = "1"})) << bad;
  }
  EXPECT_FALSE(to_header({.name = "", .value = "1"}));
  EXPECT_FALSE(to_header({.name = "a=b", .value = "1"}));
  EXPECT_FALSE(to_header({.name = "a", .value = "1", .path = "/;Domain=evil.example"}));
  EXPECT_FALSE(to_header({.name = "a", .value = "1", .path = "plan"}));
}

}  // namespace
}  // namespace garde::http
