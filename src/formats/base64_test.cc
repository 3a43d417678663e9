#include "formats/base64.h"

#include <gtest/gtest.h>

namespace garde::formats {
namespace {

std::string decoded(std::string_view text) {
  const auto bytes = from_base64(text);
  return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : "refused";
}

TEST(Base64, MatchesRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
  EXPECT_EQ(decoded("+/+/"), "\xfb\xff\xbf");
}

TEST(Base64, IsReadAsItWasWritten) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    const std::string written = to_base64(std::as_bytes(std::span(text)));
    EXPECT_EQ(decoded(written), text);
    text += static_cast<char>(i * 7);
  }
  EXPECT_EQ(to_base64(std::as_bytes(std::span(std::string_view("fooba")))), "Zm9vYmE=");
}

TEST(Base64, IsStrict) {
  for (const auto* bad :
       {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm=v", "=m9v", "Zm9v=", "Zm9v====", "Zm 9", "Zm9v\n", "-_-_"})
    EXPECT_EQ(decoded(bad), "refused") << bad;
}

}  // namespace
}  // namespace garde::formats
