#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

#include "base/checked.h"
#include "base/hex.h"
#include "base/id.h"

namespace garde {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorKind::invalid_input, "half", 3, "odd"};
  return value / 2;
}

Result<int> quarter(int value) {
  const int once = TRY(half(value));
  return TRY(half(once));
}

Result<void> check_even(int value) {
  TRY(half(value));
  return {};
}

TEST(Results, CarryTheValueOrTheFirstError) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error(), (Error{ErrorKind::invalid_input, "half", 3, "odd"}));
  EXPECT_TRUE(check_even(2));
  EXPECT_FALSE(check_even(3));
}

TEST(Results, MoveValuesThatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(4); };
  const auto use = [&]() -> Result<int> { return *TRY(make()); };
  EXPECT_EQ(use().value(), 4);
}

TEST(Results, DescribeAnErrorWithAllItKnows) {
  EXPECT_EQ(describe(half(1).error()), "invalid_input: half at byte 3: odd");
  EXPECT_EQ(describe({ErrorKind::busy, "", std::nullopt, ""}), "busy");
}

TEST(ResultsDeathTest, TakingAValueThatIsNotThereAborts) {
  EXPECT_DEATH({ half(1).take(); }, "internal mistake");
}

TEST(Checked, SayWhenANumberDoesNotFit) {
  EXPECT_EQ(checked_cast<unsigned char>(255), 255);
  EXPECT_EQ(checked_cast<unsigned char>(256), std::nullopt);
  EXPECT_EQ(checked_cast<unsigned>(-1), std::nullopt);
  EXPECT_EQ(checked_add(0x7FFFFFFF, 1), std::nullopt);
  EXPECT_EQ(checked_multiply(1U << 31U, 2U), std::nullopt);
}

TEST(Hex, RoundTripsAndRefusesOddText) {
  const auto bytes = from_hex("00ffA5").value();
  EXPECT_EQ(to_hex(bytes), "00ffa5");
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

TEST(Ids, HaveOneSpelling) {
  static_assert(is_id_text("backup-automatic-2"));
  for (const char* text : {"", "-a", "A", "a_b", "é", "a b"}) EXPECT_FALSE(is_id_text(text)) << text;
  EXPECT_FALSE(is_id_text(std::string(65, 'a')));
}

}  // namespace
}  // namespace garde
