#include "base/base64.h"

#include <gtest/gtest.h>

namespace garde {
namespace {

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Both ways of reading, which must agree.
std::string decoded(std::string text) {
  const auto copied = from_base64(text);
  const auto in_place = decode_base64_in_place(text);
  EXPECT_EQ(copied.has_value(), in_place.has_value()) << text;
  if (!copied || !in_place) return "refused";
  EXPECT_EQ(text_of(*copied), text_of(*in_place));
  return text_of(*copied);
}

TEST(Base64, MatchesRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
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
  for (const std::string_view bad : {"Z", "Zg", "Zm9", "Zg=", "Zh==", "Zm9=", "Zm=v", "=m9v", "====", "Z===", "Zm9v=",
                                     "Zm9v====", "Zg==Zg==", "Zm 9", "Zm 9v===", "Zm9v\n", "Zm9-", "-_-_"})
    EXPECT_EQ(decoded(std::string(bad)), "refused") << bad;
}

}  // namespace
}  // namespace garde
