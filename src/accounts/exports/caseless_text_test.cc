#include "accounts/exports/caseless_text.h"

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

TEST(CaselessText, IsOneForEverySpellingOfALogin) {
  EXPECT_EQ(caseless("Dr.MARTIN@Exemple.FR"), "dr.martin@exemple.fr");
  EXPECT_EQ(caseless("ZOÉ"), caseless("zoe\u0301"));
  EXPECT_EQ(caseless("ИВАНОВ"), caseless("иванов"));
  EXPECT_EQ(caseless(""), "");
  EXPECT_EQ(caseless("A\xff"), "a\ufffd");
}

TEST(CaselessText, KeepsApartWhatAnAccentOrAScriptTellsApart) {
  EXPECT_NE(caseless("rené"), caseless("rene"));
  EXPECT_NE(caseless("иванов"), caseless("петров"));
  EXPECT_NE(caseless("山田"), caseless("佐藤"));
}

std::u32string letters_of(char32_t code) {
  const BaseLetters letters = base_letters(code);
  return {letters.codes.data(), letters.size};
}

TEST(BaseLetters, AreWithoutAccentCaseOrForm) {
  EXPECT_EQ(letters_of(U'É'), U"e");
  EXPECT_EQ(letters_of(U'ﬁ'), U"fi");
  EXPECT_EQ(letters_of(U'Ａ'), U"a");
  EXPECT_EQ(letters_of(U'ế'), U"e");
  EXPECT_EQ(letters_of(U'Й'), U"и");
  EXPECT_EQ(letters_of(U'\u0301'), U"");
  EXPECT_EQ(letters_of(U'#'), U"#");
  EXPECT_EQ(letters_of(U'\uFDFA').size(), 18U);
}

}  // namespace
}  // namespace garde::accounts
