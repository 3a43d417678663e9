#include "pdf/safe_text.h"

#include <array>

#include <glib.h>
#include <gtest/gtest.h>

#include "base/utf8.h"

namespace garde::pdf {
namespace {

class SafeText : public testing::Test {
 protected:
  std::string safe(std::string_view text) const { return safe_text(text, fonts_); }
  static std::string frames(int count) {
    std::string frames;
    for (int i = 0; i < count; ++i) frames += kNoGlyph;
    return frames;
  }
  Fonts fonts_ = Fonts::load().take();
};

TEST_F(SafeText, LeavesFrenchAsItIs) {
  for (const char* text :
       {"« L’œuvre à Noël : où, naïf, ça\u202F! »", "30\u00A0€ — n°\u00A012…", "Łódź, Győr, Škoda", ""})
    EXPECT_EQ(safe(text), text);
}

TEST_F(SafeText, ComposesAccentsThatCameApart) { EXPECT_EQ(safe("e\u0301te\u0301 c\u0327a"), "été ça"); }

TEST_F(SafeText, ComposesLongTextsWithoutLosingAnAccent) {
  std::string apart;
  std::string together;
  for (int i = 0; i < 100'000; ++i) {
    apart += "ae\u0301";
    together += "aé";
  }
  EXPECT_EQ(safe(apart), together);
}

TEST_F(SafeText, DropsWhatWouldHideOrReverseText) {
  EXPECT_EQ(safe("a\x01\x02\x7F"
                 "b\u202Egpj.exe\u202C\u200F\u2066c\uFEFF\u00AD"),
            "abgpj.exec");
}

TEST_F(SafeText, KnowsEveryLineEnd) { EXPECT_EQ(safe("a\r\nb\rc\u2028d\u0085e\vf\tg"), "a\nb\nc\nd\ne\nf g"); }

TEST_F(SafeText, ShowsBytesThatAreNoText) { EXPECT_EQ(safe("a\xFF\xC3 b"), "a" + frames(2) + " b"); }

TEST_F(SafeText, ShowsWhatItCannotSet) {
  EXPECT_EQ(safe("Привет"), frames(6));
  EXPECT_EQ(safe("漢字"), frames(2));
}

TEST_F(SafeText, ShowsAJoinedEmojiOnce) {
  EXPECT_EQ(safe("👩‍⚕️ ok"), frames(1) + " ok");
  EXPECT_EQ(safe("👍🏽👍🏽"), frames(2));
}

TEST_F(SafeText, PutsCloseRelativesInTheirPlace) {
  EXPECT_EQ(safe("Réglages → Sécurité ≥ 3 µg"), "Réglages › Sécurité >= 3 ug");
  EXPECT_EQ(safe("1\u20112"), "1-\u20602");
}

TEST_F(SafeText, LeavesOutAnAccentBeforeItLeavesOutTheLetter) {
  const std::string name = safe("Dr Nguyễn Thị Hồng");
  EXPECT_EQ(name.find(kNoGlyph), std::string::npos) << name;
  EXPECT_TRUE(name.starts_with("Dr Nguy")) << name;
  EXPECT_EQ(safe("Ơ").find(kNoGlyph), std::string::npos);
}

TEST_F(SafeText, LimitsTowersOfAccents) {
  std::string tower = "e";
  for (int i = 0; i < 1000; ++i) tower += "\u0303";
  EXPECT_LE(count_code_points(safe(tower)), 3U);
}

TEST_F(SafeText, LeavesNothingThatCannotBeSetWhateverTheCharacter) {
  std::string every;
  constexpr gunichar kLast = 0x10FFFF;
  for (gunichar character = 1; character <= kLast; ++character) {
    std::array<char, 6> bytes{};
    if (g_unichar_validate(character))
      every.append(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(character, bytes.data())));
  }
  const std::string result = safe(every);
  ASSERT_TRUE(is_utf8(result));
  for (const char* at = result.c_str(); *at != 0; at = g_utf8_next_char(at)) {
    const gunichar character = g_utf8_get_char(at);
    const bool without_ink = character == '\n' || character == 0x200B || character == 0x2060 ||
                             g_unichar_type(character) == G_UNICODE_SPACE_SEPARATOR;
    ASSERT_TRUE(without_ink || character == 0xFFFC || fonts_.covers(character)) << character;
  }
}

}  // namespace
}  // namespace garde::pdf
