#include "http/router.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

Response empty(const Request&) { return {}; }

const Route* route_of(const Router& router, Method method, std::string_view path) {
  const auto found = router.find(method, path);
  const auto* match = std::get_if<Router::Match>(&found);
  return match ? match->route : nullptr;
}

std::string pattern_of(const Router& router, std::string_view path) {
  const Route* route = route_of(router, Method::get, path);
  return route ? route->pattern : "";
}

TEST(Routers, MatchWholeSegments) {
  const Router router(
      {{Method::get, "/", empty}, {Method::get, "/plan", empty}, {Method::get, "/plan/{action}/edit", empty}});
  EXPECT_EQ(pattern_of(router, "/"), "/");
  EXPECT_EQ(pattern_of(router, "/plan"), "/plan");
  EXPECT_EQ(pattern_of(router, "/plan/x/edit"), "/plan/{action}/edit");
  for (const char* path :
       {"/plan/", "/planx", "/Plan", "/plan/x", "/plan/x/edit/", "/plan/x/y/edit", "/plan//edit", ""})
    EXPECT_EQ(pattern_of(router, path), "") << path;
}

TEST(Routers, PreferALiteralFromLeftToRightWhateverTheOrder) {
  const Router router({{Method::get, "/{a}/export", empty},
                       {Method::get, "/plan/{a}", empty},
                       {Method::get, "/plan/export", empty},
                       {Method::get, "/{a}/{b}", empty}});
  EXPECT_EQ(pattern_of(router, "/plan/export"), "/plan/export");
  EXPECT_EQ(pattern_of(router, "/plan/x"), "/plan/{a}");
  EXPECT_EQ(pattern_of(router, "/x/export"), "/{a}/export");
  EXPECT_EQ(pattern_of(router, "/x/y"), "/{a}/{b}");
  const Router other({{Method::get, "/plan/{a}", empty}, {Method::get, "/{a}/export", empty}});
  EXPECT_EQ(pattern_of(other, "/plan/export"), "/plan/{a}");
}

TEST(Routers, GiveWhatTheNamesMatched) {
  const Router router({{Method::get, "/{kind}/{id}", empty}});
  const auto found = router.find(Method::get, "/sauvegarde/été 1");
  EXPECT_EQ(std::get<Router::Match>(found).parameters, (Fields{{"kind", "sauvegarde"}, {"id", "été 1"}}));
}

TEST(Routers, TellAMissingPathFromAMethodItDoesNotHave) {
  const Router router(
      {{Method::get, "/plan", empty}, {Method::post, "/plan", empty}, {Method::delete_, "/{any}", empty}});
  EXPECT_TRUE(std::get<Router::Miss>(router.find(Method::get, "/x/y")).allowed.empty());
  EXPECT_EQ(std::get<Router::Miss>(router.find(Method::put, "/plan")).allowed,
            (std::vector{Method::get, Method::post, Method::delete_}));
}

TEST(Routers, ServeHeadFromGet) {
  const Router router({{Method::get, "/plan", empty}, {Method::post, "/send", empty}});
  EXPECT_NE(route_of(router, Method::head, "/plan"), nullptr);
  EXPECT_EQ(route_of(router, Method::head, "/send"), nullptr);
}

TEST(RoutersDeathTest, AbortOnATableThatCannotBeMeant) {
  EXPECT_DEATH(Router({{Method::get, "/{a}", empty}, {Method::get, "/{b}", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "plan", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "/{a}{b}", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "/x{a}", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "/{}", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "/{a}/{a}", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::head, "/", empty}}), "internal mistake");
  EXPECT_DEATH(Router({{Method::get, "/", nullptr}}), "internal mistake");
}

}  // namespace
}  // namespace garde::http
