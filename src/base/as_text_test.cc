#include "base/as_text.h"

#include <gtest/gtest.h>

namespace garde {
namespace {

using namespace std::string_view_literals;

TEST(AsText, LeavesTextAlone) {
  EXPECT_EQ(as_text(""), "");
  EXPECT_EQ(as_text("Évian, d’été"), "Évian, d’été");
}

TEST(AsText, ReplacesEachByteThatCannotBeShown) {
  EXPECT_EQ(as_text("Ren\xe9"), "Ren\uFFFD");
  EXPECT_EQ(as_text("\xff\xfe a"), "\uFFFD\uFFFD a");
  EXPECT_EQ(as_text("a\0b\0"sv), "a\uFFFDb\uFFFD");
  EXPECT_EQ(as_text("a\0\xff"sv), "a\uFFFD\uFFFD");
}

}  // namespace
}  // namespace garde
