// The zone of a practice, through the real program: chosen on a page, used at once by the pages, and by the commands
// on the same data.
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/percent.h"
#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;

// The words of a time, its no-break spaces as spaces.
std::string plain(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00A0")) != std::string::npos;) text.replace(at, 2, " ");
  return text;
}

class ThePracticesZone : public testing::Test {
 protected:
  std::filesystem::path data() const { return folder_ / "data"; }
  Ran run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data().string()});
    return run_garde(folder_.path(), words);
  }
  Ran open_incident(const std::string& alert) const {
    return run({"incident", "open", "--situation", "ransom", "--alert", alert, "--aware", alert});
  }
  void choose(const std::string& zone, int expected = 303) const {
    const RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    const http::Answer opened = ask(garde, "GET", "/open?token=" + garde.token(), "", "");
    std::string cookie(opened.headers.get("Set-Cookie").value_or(""));
    cookie = cookie.substr(0, cookie.find(';'));
    const http::Answer page = ask(garde, "GET", "/settings", cookie, "");
    std::smatch token;
    ASSERT_TRUE(std::regex_search(page.body, token, std::regex("name=\"form_token\" value=\"([^\"]+)\"")));
    const std::string form = fmt::format("form_token={}&zone={}", token[1].str(), http::percent_encoded(zone));
    EXPECT_EQ(ask(garde, "POST", "/settings/zone", cookie, form).status, expected);
    const http::Answer after = ask(garde, "GET", "/settings", cookie, "");
    const bool selected = after.body.find(fmt::format("value=\"{}\" selected", zone)) != std::string::npos;
    EXPECT_EQ(selected, expected == 303) << zone;
  }

 private:
  static http::Answer ask(const RunningGarde& garde, std::string_view method, std::string_view path,
                          const std::string& cookie, const std::string& form) {
    std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", method, path, garde.host());
    if (!cookie.empty()) head += "Cookie: " + cookie + "\r\n";
    if (!form.empty())
      head +=
          fmt::format("Origin: http://{}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                      garde.host(), form.size());
    return http::exchange(garde.port(), head + "\r\n" + form);
  }

  io::testing::TemporaryFolder folder_;
};

TEST_F(ThePracticesZone, IsThatOfMainlandFranceUntilAnotherIsChosenAndThenOfEveryCommandOnItsData) {
  ASSERT_EQ(open_incident("2026-07-14T10:00:00Z").status, 0);
  EXPECT_THAT(plain(run({"incident", "status"}).out), HasSubstr("vendredi 17 juillet 2026 à 12 h 00"))
      << "72 hours, in Paris";
  for (const auto& [zone, due] : {std::pair{"Indian/Reunion", "vendredi 17 juillet 2026 à 14 h 00"},
                                  {"America/Guadeloupe", "vendredi 17 juillet 2026 à 6 h 00"},
                                  {"America/Cayenne", "vendredi 17 juillet 2026 à 7 h 00"},
                                  {"Indian/Mayotte", "vendredi 17 juillet 2026 à 13 h 00"},
                                  {"America/Miquelon", "vendredi 17 juillet 2026 à 8 h 00"},
                                  {"Pacific/Noumea", "vendredi 17 juillet 2026 à 21 h 00"},
                                  {"Pacific/Tahiti", "vendredi 17 juillet 2026 à 0 h 00"}}) {
    choose(zone);
    EXPECT_THAT(plain(run({"incident", "status"}).out), HasSubstr(due)) << zone;
  }
  EXPECT_THAT(run({"incident", "status", "--json"}).out, HasSubstr("2026-07-17T10:00:00.000Z"))
      << "what a program reads does not move";
}

TEST_F(ThePracticesZone, IsRefusedWhenItIsNoneOfFrance) {
  choose("Europe/London", 422);
  choose("Indian/Reunion");
}

}  // namespace
}  // namespace garde::tests
