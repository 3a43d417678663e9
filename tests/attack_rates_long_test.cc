// The rates that docs/attack.md shows. The seeds of the tests of each day were seen while the judgement was worked on;
// none of these was.
#include <iostream>

#include <gtest/gtest.h>

#include "tests/years/rates.h"

namespace garde::tests::years {
namespace {

constexpr std::uint64_t kFirstUnseen = 2'000'000;
constexpr unsigned kTimes = 200;

TEST(AttackRates, NoHealthyYearAlarmsAndNearlyAllEndPassed) {
  const HealthyRates rates = judge_healthy_years(kFirstUnseen, kTimes);
  std::cout << to_text(rates);
  EXPECT_EQ(rates.alarmed, 0U);
  EXPECT_GE(rates.ended_passed * 100, rates.years * 95);
}

TEST(AttackRates, NearlyAllAttacksAreToldTheirNightAndStayTold) {
  const auto rates = judge_attacks(kFirstUnseen, kTimes);
  std::cout << to_text(rates);
  unsigned attacks = 0;
  unsigned stayed = 0;
  for (const auto& [kind, kept] : rates) {
    attacks += kept.attacks;
    stayed += kept.stayed;
  }
  EXPECT_GE(attacks, kTimes * 9 / 10) << "too many reached too little";
  EXPECT_GE(stayed * 100, attacks * 99);
}

}  // namespace
}  // namespace garde::tests::years
