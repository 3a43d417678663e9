#include "base/utf8.h"

#include <gtest/gtest.h>

namespace garde {
namespace {

TEST(Utf8, AcceptsWhatPeopleWrite) {
  EXPECT_TRUE(is_utf8("Où est l\u2019agenda\u202F? \u00C7a \u0153uvre. \U0001F600"));
  EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8, NamesThePlaceOfTheFirstBadByte) {
  EXPECT_EQ(find_invalid_utf8("abc\xE9t\xE9"), 3U);      // Latin-1
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U);     // surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(find_invalid_utf8("ab\xE2\x80"), 2U);        // cut short
}

TEST(Utf8, CutsBetweenCodePointsOnly) {
  EXPECT_EQ(first_code_points("été", 2), "ét");
  EXPECT_EQ(first_code_points("été", 9), "été");
  EXPECT_EQ(count_code_points("œuvré"), 5U);
}

TEST(Utf8, SeesControlCharacters) {
  EXPECT_TRUE(has_control_character("a\x1B[31m", LineBreaks::allowed));
  EXPECT_TRUE(has_control_character("a\nb", LineBreaks::refused));
  EXPECT_FALSE(has_control_character("a\r\nb\tc", LineBreaks::allowed));
  EXPECT_TRUE(has_control_character("\xC2\x85", LineBreaks::allowed));
  EXPECT_FALSE(has_control_character("\xC2\xA0", LineBreaks::refused));
}

TEST(Utf8, TrimsNoBreakSpacesToo) { EXPECT_EQ(trimmed(" \u00A0\u202F Dr Petit \n"), "Dr Petit"); }

}  // namespace
}  // namespace garde
