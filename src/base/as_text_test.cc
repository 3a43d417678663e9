#include "base/as_text.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

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

TEST(VisibleText, LeavesTextAlone) {
  for (const std::string_view text : {"", "Évian, d’été « là »", "日本語 😀", "a\\b"})
    EXPECT_EQ(visible_text(text), text);
}

TEST(VisibleText, WritesOutWhatWouldActOnATerminalOrItsReader) {
  EXPECT_EQ(visible_text("a\x1b]0;pwned\x07\x1b[2Jb"), "a\\x1b]0;pwned\\x07\\x1b[2Jb");
  EXPECT_EQ(visible_text("b\rbien [bon].txt"), "b\\rbien [bon].txt");
  EXPECT_EQ(visible_text("c\n[bon]  intacte ?\n"), "c\\n[bon]  intacte ?\\n");
  EXPECT_EQ(visible_text("\xc2\x9b"
                         "31m"),
            "\\u009b31m");
  EXPECT_EQ(visible_text("\u202efdp.exe"), "\\u202efdp.exe");
  EXPECT_EQ(visible_text("\u2066a\u2069\u2028b\u2029"), "\\u2066a\\u2069\\u2028b\\u2029");
  EXPECT_EQ(visible_text("\x7f\t\0"sv), "\\x7f\\t\\x00");
}

TEST(VisibleText, WritesOutBytesThatAreNotText) {
  EXPECT_EQ(visible_text("\xff\xfe-a"), "\\xff\\xfe-a");
  EXPECT_EQ(visible_text("Ren\xe9"), "Ren\\xe9");
  EXPECT_EQ(visible_text("\x9b"
                         "31m \xe2\x80"),
            "\\x9b31m \\xe2\\x80");
}

TEST(VisibleText, HoldsNoControlCharacterAndIsUtf8WhateverItIsMadeOf) {
  std::string all;
  for (int high = 0; high < 256; ++high)
    for (int low = 0; low < 256; ++low) all += {static_cast<char>(high), static_cast<char>(low), 'x'};
  const std::string visible = visible_text(all);
  EXPECT_TRUE(is_utf8(visible));
  EXPECT_FALSE(has_control_character(visible, LineBreaks::refused));
  EXPECT_EQ(visible_text(visible), visible);
}

TEST(VisibleJson, MeansTheSame) {
  EXPECT_EQ(visible_json("{\"a\":\"\u202eb\xc2\x9b\x7f\"}\n"), "{\"a\":\"\\u202eb\\u009b\\u007f\"}\n");
  EXPECT_EQ(visible_json("\"Ren\xe9\""), "\"Ren\\ufffd\"");
}

TEST(VisibleLines, KeepLineEndsAndTabsAlone) { EXPECT_EQ(visible_lines("a\n\tb\r\x1b\n"), "a\n\tb\\r\\x1b\n"); }

}  // namespace
}  // namespace garde
