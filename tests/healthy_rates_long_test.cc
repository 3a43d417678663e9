// The rate of healthy years that alarm, as docs/attack.md shows it, from seeds that no tuning has seen.
#include <iostream>

#include <gtest/gtest.h>

#include "tests/years/rates.h"

namespace garde::tests::years {
namespace {

TEST(AttackRates, NoHealthyYearAlarmsAndNearlyAllEndPassed) {
  const HealthyRates rates = judge_healthy_years(kFirstUnseen, kTimes);
  std::cout << to_text(rates);
  EXPECT_EQ(rates.alarmed, 0U);
  EXPECT_GE(rates.ended_passed * 100, rates.years * 95);
}

}  // namespace
}  // namespace garde::tests::years
