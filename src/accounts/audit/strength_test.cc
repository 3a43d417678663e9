#include "accounts/audit/strength.h"

#include <string>

#include <gtest/gtest.h>

#include "accounts/audit/testing/word_lists.h"

namespace garde::accounts {
namespace {

double guessability(std::string_view password, const std::vector<std::string>& own_words = {}) {
  SecretPool pool;
  return GuessEstimator(testing::shipped_word_lists()).bits(pool.keep(password), own_words);
}

double cnil(std::string_view password) {
  SecretPool pool;
  return cnil_bits(pool.keep(password));
}

CnilCase cnil_case_of(std::string_view password) {
  SecretPool pool;
  return cnil_case(pool.keep(password));
}

// What zxcvbn alone takes for strong: in comments, its own bits.
TEST(Guessability, KnowsWhatPeopleInFranceType) {
  EXPECT_LT(guessability("motdepasse"), 10);       // 24
  EXPECT_LT(guessability("MotDePasse1!"), 25);     // 36
  EXPECT_LT(guessability("Bonjour2024!"), 25);     // 24
  EXPECT_LT(guessability("Marseille13!"), 15);     // 29
  EXPECT_LT(guessability("Medecin2025!"), 20);     // 33
  EXPECT_LT(guessability("Cabinet75011!"), 25);    // 30
  EXPECT_LT(guessability("Doctolib2025!"), 20);    // 37
  EXPECT_LT(guessability("m4rs31ll3"), 10);        // a commune, its letters replaced
  EXPECT_LT(guessability("Saint-Etienne42"), 15);  // a commune and its department
  EXPECT_LT(guessability("seinesaintdenis93"), 15);
}

TEST(Guessability, KnowsTheKeyboardWithItsUnshiftedDigits) {
  EXPECT_LT(guessability("&é\"'(-è_çà"), 15);  // 99
  EXPECT_LT(guessability("1&2é3\"4'"), 35);    // 60
  EXPECT_LT(guessability("mlkjhgfdsq"), 15);
  EXPECT_LT(guessability("AQWZSX"), 20);
  EXPECT_LT(guessability("qsdfghjklm"), 15);  // 24
}

TEST(Guessability, GivesAnAccentAboutOneBit) {
  const double without = guessability("Ete2024!");
  EXPECT_GT(guessability("Été2024!"), without);
  EXPECT_LT(guessability("Été2024!"), without + 2);  // 17 more
}

TEST(Guessability, LeavesWhatIsDrawnAtRandomItsStrength) {
  EXPECT_GT(guessability("xK7#pQ2v"), 45);
  EXPECT_GT(guessability("xK7#pQ2vLm9!"), 65);
  EXPECT_GT(guessability("R8#kd!xZ2p"), 50);
  EXPECT_GT(guessability("cheval agrafe pile correcte"), 50);
}

TEST(Guessability, CountsTheAccountsOwnWordsAsKnown) {
  const double stranger = guessability("kervadec2025");
  EXPECT_LT(guessability("kervadec2025", {"kervadec"}), stranger - 10);
}

TEST(Guessability, NeverGrowsWhenAWordIsRepeated) {
  EXPECT_LT(guessability("bonjourbonjour"), 12);
  EXPECT_LT(guessability("aaaaaaaaaaaa"), 12);
}

TEST(Guessability, TakesEveryPasswordThatAnExportMayHold) {
  EXPECT_EQ(guessability(""), 0);
  EXPECT_GT(guessability("日本語のパスワード"), 20);
  EXPECT_GT(guessability(std::string(1024, 'x') + "é"), 0);
  std::string all;
  for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
  EXPECT_GT(guessability(all), 20);
}

TEST(CnilFormula, GivesThePublishedFigures) {
  EXPECT_NEAR(cnil("Bonjour2024!"), 79.55, 0.005);
  EXPECT_NEAR(cnil("abcdefgHIJK123"), 83.36, 0.005);
  EXPECT_NEAR(cnil("1234567890123456"), 53.15, 0.005);
  EXPECT_NEAR(cnil("123456789012345"), 49.83, 0.005);
  EXPECT_NEAR(cnil("1234"), 13.29, 0.005);
  EXPECT_NEAR(cnil("password"), 37.60, 0.005);
  EXPECT_EQ(cnil(""), 0);
}

TEST(CnilFormula, CountsCharactersAndNotBytes) { EXPECT_EQ(cnil("éèàç"), cnil("&#!?")); }

TEST(CnilCases, AcceptThePublishedExamples) {
  EXPECT_EQ(cnil_case_of("Bonjour2024!"), CnilCase::alone) << "12 characters of four kinds: 79.55 bits";
  EXPECT_EQ(cnil_case_of("Bonjour202!"), CnilCase::restricted) << "11";
  EXPECT_EQ(cnil_case_of("abcdefgHIJK123"), CnilCase::alone) << "14 without a sign";
  EXPECT_EQ(cnil_case_of("abcdefgHIJ123"), CnilCase::restricted) << "13";
  EXPECT_EQ(cnil_case_of("les sept petits mots de la phrase"), CnilCase::alone) << "7 words";
  EXPECT_EQ(cnil_case_of("Abcdef12"), CnilCase::restricted) << "8 of three kinds: 47.6 bits";
  EXPECT_EQ(cnil_case_of("abcdef12"), CnilCase::device_code) << "8 of two";
  EXPECT_EQ(cnil_case_of("1234567890123456"), CnilCase::restricted) << "16 digits";
  EXPECT_EQ(cnil_case_of("123456789012345"), CnilCase::device_code) << "15";
  EXPECT_EQ(cnil_case_of("1234"), CnilCase::device_code);
  EXPECT_EQ(cnil_case_of("123"), CnilCase::none);
}

TEST(WordLists, ShipTenThousandWordsAndMore) { EXPECT_GE(testing::shipped_word_lists().size(), 10'000U); }

TEST(WordLists, NameWhatIsWrongWithAList) {
  content::Problems problems;
  WordLists::read(content::Files({{"accounts/words/a.toml", "start = 0\nplaces = \"paris\"\n"},
                                  {"accounts/words/b.toml", "start = 99\n"}}),
                  problems);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(describe(problems[0]), "accounts/words/a.toml:1: paris has no number before it");
}

}  // namespace
}  // namespace garde::accounts
