#include "accounts/audit/family.h"

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

// "root rule", for the eyes of this test only.
std::string shape(std::string_view password, std::string_view site = {}) {
  SecretPool pool;
  const auto found = family_shape(pool.keep(password), site, pool);
  return found ? std::string(found->root.reveal()) + " " + found->rule : "none";
}

TEST(Family, KnowsTheYearTheNumberTheDepartmentAndTheSign) {
  EXPECT_EQ(shape("Soleil2024"), "soleil <racine>+<année>");
  EXPECT_EQ(shape("soleil2025!"), "soleil <racine>+<année>+<signe>");
  EXPECT_EQ(shape("SOLEIL75"), "soleil <racine>+<département>");
  EXPECT_EQ(shape("soleil75011"), "soleil <racine>+<département>");
  EXPECT_EQ(shape("1234soleil"), "soleil <nombre>+<racine>");
  EXPECT_EQ(shape("_soleil_"), "soleil <signe>+<racine>+<signe>");
}

TEST(Family, SeesThroughAccentsAndLettersWrittenAsDigits) {
  EXPECT_EQ(shape("Été-à-la-mer"), "etealamer <racine>+<signe>+<racine>+<signe>+<racine>+<signe>+<racine>");
  EXPECT_EQ(shape("s0l€il"), "soleil <racine>");
  EXPECT_EQ(shape("p@tr1ck"), "patrick <racine>");
}

TEST(Family, LeavesADigitAtTheEndADigit) { EXPECT_EQ(shape("soleil5"), "soleil <racine>+<nombre>"); }

TEST(Family, TakesOutTheNameOfTheSite) {
  EXPECT_EQ(shape("tulipe-Doctolib", "doctolib"), "tulipe <racine>+<signe>+<site>");
  EXPECT_EQ(shape("amelitulipe", "ameli"), "tulipe <site>+<racine>");
  EXPECT_EQ(shape("Doctolib2025!", "doctolib"), "<2025* <site>+<année>+<signe>");
  EXPECT_EQ(shape("Ameli2025!", "ameli"), "<2025* <site>+<année>+<signe>");
}

TEST(Family, IsNoneWhereTooLittleIsLeft) {
  EXPECT_EQ(shape("20242025"), "none");
  EXPECT_EQ(shape("abc123"), "none");
  EXPECT_EQ(shape("!!!"), "none");
  EXPECT_EQ(shape("ameli", "ameli"), "none");
  EXPECT_EQ(shape(""), "none");
}

}  // namespace
}  // namespace garde::accounts
