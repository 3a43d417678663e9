#include "http/fields.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

TEST(UrlencodedForms, AreReadAsABrowserWritesThem) {
  EXPECT_EQ(parse_urlencoded("nom=Cabinet+m%C3%A9dical&jour=lundi&jour=mardi&vide=&%26=%3D"),
            (Fields{{"nom", "Cabinet médical"}, {"jour", "lundi"}, {"jour", "mardi"}, {"vide", ""}, {"&", "="}}));
  EXPECT_EQ(parse_urlencoded("texte=a%0D%0Ab"), (Fields{{"texte", "a\r\nb"}}));
  EXPECT_EQ(parse_urlencoded("a=b=c"), (Fields{{"a", "b=c"}}));
  EXPECT_EQ(parse_urlencoded(""), Fields());
}

TEST(UrlencodedForms, RefuseDamageAtItsOffset) {
  const auto offset = [](std::string_view text) { return parse_urlencoded(text).error().offset; };
  EXPECT_EQ(offset("a=1&&b=2"), 4U);
  EXPECT_EQ(offset("a=1&"), 4U);
  EXPECT_EQ(offset("&"), 0U);
  EXPECT_EQ(offset("a=1&b=%4"), 6U);
  EXPECT_EQ(offset("%x=1"), 0U);
  EXPECT_EQ(offset("a=%E9"), 2U);       // Latin-1
  EXPECT_EQ(offset("a=\xC3\xA9"), 2U);  // UTF-8, but raw
  EXPECT_EQ(offset("a=%00"), 2U);
  EXPECT_EQ(offset("a= "), 2U);
  EXPECT_EQ(offset(std::string_view("a=\0", 3)), 2U);
}

TEST(UrlencodedForms, AreBounded) {
  std::string text = "a=";
  for (std::size_t i = 1; i < kMaxFields; ++i) text += "&a=";
  EXPECT_EQ(parse_urlencoded(text)->entries().size(), kMaxFields);
  EXPECT_FALSE(parse_urlencoded(text + "&a="));
}

TEST(Fields, GiveAValueOnlyWhenItWasSentOnce) {
  const Fields fields{{"a", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(fields.get("b"), "2");
  EXPECT_EQ(fields.get("a"), std::nullopt);
  EXPECT_EQ(fields.get("c"), std::nullopt);
  EXPECT_EQ(fields.all("a"), (std::vector<std::string_view>{"1", "3"}));
}

}  // namespace
}  // namespace garde::http
