#include "accounts/exports/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

std::string decoded(std::string text) {
  const auto bytes = decode_base64_in_place(text);
  if (!bytes) return "refused";
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

TEST(Base64InPlace, MatchesRfc4648) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
  EXPECT_EQ(decoded("+/+/"), "\xFB\xFF\xBF");
}

TEST(Base64InPlace, RefusesWhatIsNotWhole) {
  for (const std::string_view text : {"Zm9", "Zm9v=", "Zg==Zg==", "Zm 9v===", "Zh==", "Zm9=", "====", "Zm9-", "Z==="})
    EXPECT_EQ(decoded(std::string(text)), "refused") << text;
}

}  // namespace
}  // namespace garde::accounts
