// How often healthy years alarm, and how many attacks are told: generated nights judged one after the other, as a
// practice's checks are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/years/attack.h"

namespace garde::tests::years {

struct HealthyRates {
  unsigned years = 0;
  unsigned alarmed = 0;       // on one night or more
  unsigned ended_passed = 0;  // the last night was judged good
  std::uint64_t nights = 0;
  std::uint64_t nights_passed = 0;
  std::vector<std::string> alarms;  // what each of them was, with its seed and its year's story
};

struct AttackRates {
  unsigned attacks = 0;
  unsigned told = 0;       // failed the first night that holds enough of it
  unsigned stayed = 0;     // and each night after
  unsigned told_late = 0;  // failed for somebody who first looks two nights later, knowing no earlier check
  std::vector<std::string> missed;
};

// Of the measurement that docs/attack.md shows. Whoever tunes the judgement by what these seeds show takes new ones.
constexpr std::uint64_t kFirstUnseen = 4'000'000;
constexpr unsigned kTimes = 200;

// The years of the seeds from `first` on.
HealthyRates judge_healthy_years(std::uint64_t first, unsigned years);
std::map<AttackKind, AttackRates> judge_attacks(std::uint64_t first, unsigned attacks);

// A table in Markdown, as docs/attack.md shows it.
std::string to_text(const HealthyRates& rates);
std::string to_text(const std::map<AttackKind, AttackRates>& rates);

}  // namespace garde::tests::years
