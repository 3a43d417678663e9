#include "accounts/exports/secret_json.h"

#include <string>

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

std::string parse(const std::string& text) {
  SecretJsonMemory memory;
  const auto value = parse_secret_json("file", text, memory);
  return value ? "read" : describe(value.error());
}

TEST(SecretJson, IsReadWithWhiteSpaceAroundIt) { EXPECT_EQ(parse(" \r\n{\"a\": [1, \"b\"]}\n\t "), "read"); }

TEST(SecretJson, ThatIsCutOrGoesOnIsDamaged) {
  EXPECT_TRUE(parse("{\"a\":").starts_with("damaged: file at byte "));
  EXPECT_TRUE(parse("").starts_with("damaged: file at byte 0"));
  EXPECT_EQ(parse("{} {}"), "damaged: file at byte 3: extra data");
}

TEST(SecretJson, AsDeepAsTheLimitIsReadAndNotOneLevelMore) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(parse(nested(kMaxJsonDepth)), "read");
  EXPECT_TRUE(parse(nested(kMaxJsonDepth + 1)).starts_with("damaged: "));
}

TEST(SecretJson, ThatTakesTooMuchMemoryIsRefused) {
  std::string zeros = "[0";
  for (int i = 0; i < 5'000'000; ++i) zeros += ",0";
  EXPECT_EQ(parse(zeros + "]"), "invalid_input: file: too much JSON");
}

TEST(SecretJson, GivesNothingForWhatIsAbsentOrOfAnotherType) {
  SecretJsonMemory memory;
  const std::string text = R"({"n": null, "t": "x", "i": 7, "a": [1], "b": true})";
  const auto value = parse_secret_json("file", text, memory);
  ASSERT_TRUE(value);
  EXPECT_EQ(text_of(member(&*value, "t")), "x");
  EXPECT_EQ(text_of(member(&*value, "i")), "");
  EXPECT_EQ(integer_of(member(&*value, "i")), 7);
  EXPECT_EQ(integer_of(member(&*value, "t")), std::nullopt);
  EXPECT_EQ(elements_of(member(&*value, "a")).size(), 1U);
  EXPECT_TRUE(elements_of(member(&*value, "n")).empty());
  EXPECT_TRUE(is_true(member(&*value, "b")));
  EXPECT_FALSE(is_true(member(&*value, "absent")));
  EXPECT_EQ(member(member(&*value, "t"), "deeper"), nullptr);
}

}  // namespace
}  // namespace garde::accounts
