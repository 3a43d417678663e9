// A few generated years for each change; attack_rates_long_test.cc has as many as the rates of docs/attack.md are of.
#include <gtest/gtest.h>

#include "tests/years/rates.h"

namespace garde::tests::years {
namespace {

TEST(AttackRates, OfAFewHealthyYears) {
  const HealthyRates rates = judge_healthy_years(1, 2);
  EXPECT_EQ(rates.alarmed, 0U) << to_text(rates);
  EXPECT_EQ(rates.ended_passed, rates.years) << to_text(rates);
}

TEST(AttackRates, OfAFewAttacks) {
  for (const auto& [kind, rates] : judge_attacks(1, 9)) {
    EXPECT_EQ(rates.told, rates.attacks) << to_text({{kind, rates}});
    EXPECT_EQ(rates.stayed, rates.attacks) << to_text({{kind, rates}});
  }
}

}  // namespace
}  // namespace garde::tests::years
