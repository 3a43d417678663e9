// The rate of attacks told that docs/attack.md shows, from seeds that no tuning has seen.
#include <iostream>

#include <gtest/gtest.h>

#include "tests/years/rates.h"

namespace garde::tests::years {
namespace {

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
