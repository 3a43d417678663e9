#include "web/page/url.h"

#include <gtest/gtest.h>

namespace garde::web {
namespace {

TEST(Url, ReadsOurOwnPlacesAndTheSchemesAPageMayLeadTo) {
  for (const std::string_view text :
       {"/", "/plan?step=2#top", "?page=2", "#steps", "https://www.cnil.fr/", "http://localhost:8080/a",
        "mailto:contact@example.org", "sms:?body=17%20abricot", "tel:+33145678901", "/a%20b"})
    EXPECT_TRUE(Url::parse(text).has_value()) << text;
}

TEST(Url, RefusesWhateverCouldRunOrLeadToAHostUnnoticed) {
  for (const std::string_view text : {"",
                                      "javascript:alert(1)",
                                      "JavaScript:alert(1)",
                                      " javascript:alert(1)",
                                      "java\nscript:alert(1)",
                                      "data:text/html,x",
                                      "vbscript:x",
                                      "file:///etc/passwd",
                                      "//evil.example/",
                                      "/\\evil.example",
                                      "\\\\evil",
                                      "https:evil.example",
                                      "https:///evil",
                                      "https://",
                                      "tel:",
                                      "mailto:",
                                      "sms:",
                                      "sms:+33612345678",
                                      "plan",
                                      "/a b",
                                      "/é",
                                      "/a\"b",
                                      "/a<b"})
    EXPECT_FALSE(Url::parse(text).has_value()) << text;
}

constexpr std::string_view kHostile = "o'neil&bcc=x?y#z%\"<>`{|}\n\r\x01\xc3\xa9\xff/\\ @;,";

TEST(Url, OfAMailKeepsWhateverAnAddressHolds) {
  EXPECT_EQ(mail_url({"claire@cabinet.example"}, "a b", "x\ny").text(),
            "mailto:claire@cabinet.example?subject=a%20b&body=x%0D%0Ay");
  EXPECT_EQ(mail_url({"o'neil@cabinet.example", "a&b@cabinet.example", "\"a@b\"@cabinet.example"}, "", "").text(),
            "mailto:o%27neil@cabinet.example,a%26b@cabinet.example,%22a%40b%22@cabinet.example?subject=&body=");
  EXPECT_EQ(mail_url({"no address", ""}, "s", "").text(), "mailto:?subject=s&body=");
  EXPECT_EQ(mail_url({"a@b.example", "none", "c@d.example"}, "", "").text(),
            "mailto:a@b.example,c@d.example?subject=&body=");
}

TEST(Url, MadeOfDataIsAlwaysAnAddress) {
  for (const std::string_view data : {kHostile, std::string_view(), std::string_view("..")}) {
    const std::string text(data);
    for (const Url& url : {Url::of("/documents") / data, mail_url({text, text + "@" + text}, data, data), sms_url(data),
                           tel_url("1" + text)})
      EXPECT_EQ(Url::parse(url.text()).value(), url) << url.text();
  }
  EXPECT_EQ((Url::of("/documents") / "a/../b?c").text(), "/documents/a%2F..%2Fb%3Fc");
  EXPECT_EQ(tel_url("+33145678901").text(), "tel:+33145678901");
}

TEST(Url, IsNeverACharacterThatEndsAnAttribute) {
  for (int c = 1; c < 256; ++c) {
    const std::string text = std::string("/a") + static_cast<char>(c);
    if (!Url::parse(text)) continue;
    EXPECT_EQ(std::string_view(" \"<>`\\\n\r\t").find(static_cast<char>(c)), std::string::npos) << c;
  }
}

TEST(PercentEncoded, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encoded("Aa0-._~"), "Aa0-._~");
  EXPECT_EQ(percent_encoded("é /?&=+%"), "%C3%A9%20%2F%3F%26%3D%2B%25");
}

TEST(MailUrl, NamesItsAddressesAndEndsLinesAsMailDoes) {
  EXPECT_EQ(mail_url({"alix@exemple.fr", "b+c@exemple.fr"}, "Fiche à lire", "un\ndeux").text(),
            "mailto:alix@exemple.fr,b%2Bc@exemple.fr?subject=Fiche%20%C3%A0%20lire&body=un%0D%0Adeux");
  EXPECT_EQ(mail_url({}, "s", "").text(), "mailto:?subject=s&body=");
}

TEST(MailUrl, IsAnAddressAPageMayLeadToWhateverItIsMadeOf) {
  EXPECT_TRUE(Url::parse(mail_url({"\"a@b\"@exemple.fr", "é?&@[::1]"}, "?&#", "\"<\r\n").text()).has_value());
}

}  // namespace
}  // namespace garde::web
