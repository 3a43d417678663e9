#include "tests/years/rates.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "backups/finding_json.h"
#include "backups/testing/real_files.h"
#include "checker/attack_evidence.h"
#include "tests/years/reader.h"

namespace garde::tests::years {
namespace {

using backups::Check;
using backups::Outcome;

constexpr std::uint32_t kEvenings = 90;        // of a healthy year's checks, each night
constexpr std::uint32_t kEveningsBefore = 30;  // of ordinary work before an attack, about
constexpr std::uint32_t kNightsAfter = 4;
constexpr std::size_t kMostTold = 20;  // alarms and misses written out

// One backup and the checks of its nights.
class Course {
 public:
  explicit Course(std::uint64_t seed) : dice_(seed), practice_(dice_.next()), backup_(kept(dice_), dice_.chance(60)) {}

  Practice& practice() { return practice_; }

  void back_up() { backup_.add_night(practice_.files(), practice_.evening()); }

  // As the check of the night: what was proved good by those before is known.
  Check check() {
    Check check = judge(proved_good_);
    is_alarmed_ = is_alarmed_ || check.outcome() == Outcome::failed;
    if (check.outcome() == Outcome::passed && !is_alarmed_) proved_good_ = backup_.points().back().id;
    return check;
  }
  Check first_look() const { return judge(""); }
  bool has_a_good_night() const {
    const auto points = backup_.points();
    return std::ranges::find(points, proved_good_, &formats::RestorePoint::id) != points.end();
  }

 private:
  static std::size_t kept(Dice& dice) {
    static constexpr std::array<std::size_t, 4> kNights{3, 7, 14, 30};
    return kNights[dice.between(0, 3)];
  }
  Check judge(const std::string& proved_good) const;

  Dice dice_;
  Practice practice_;
  NightlyBackup backup_;
  std::string proved_good_;
  bool is_alarmed_ = false;  // until a person says otherwise, and nobody does here
};

Check Course::judge(const std::string& proved_good) const {
  static const backups::AttackRules rules = backups::testing::rules();
  const checker::AttackRequest request{.proved_good = proved_good};
  const auto evidence = checker::gather_attack_evidence(backup_, backup_.points(), rules, request);
  GARDE_CHECK(evidence.has_value());
  return backups::judge_not_attacked(*evidence, rules);
}

std::string first_finding(const Check& check) {
  return check.findings.empty() ? "nothing"
                                : fmt::format("{} {}", backups::name(check.findings[0]),
                                              boost::json::serialize(backups::finding_fields(check.findings[0])));
}

void strike_once(std::uint64_t seed, AttackKind kind, AttackRates& rates) {
  Course course(seed);
  Dice dice(~seed);
  for (std::uint32_t i = dice.between(kEveningsBefore, 2 * kEveningsBefore); i > 0; --i) {
    course.practice().live_a_day();
    course.back_up();
    course.check();
  }
  const Files before = course.practice().files();
  Attacker attacker(kind, dice.next());
  bool told = false;
  bool stayed = true;
  bool due = false;
  for (std::uint32_t after = 0; after <= kNightsAfter;) {
    attacker.strike(course.practice().files());
    if (due) ++after;
    const bool due_before = due;
    due = due || is_expected_to_be_told(attacker, before);
    if (!due && attacker.is_done()) return;  // it reached too little to be held to anything
    course.practice().live_a_day();
    course.back_up();
    const Check check = course.check();
    if (!due) continue;
    const bool failed = check.outcome() == Outcome::failed;
    if (!due_before) told = failed;
    // With the last good night gone there is nothing left to tell it by: from then on the open alarm does.
    stayed = stayed && (failed || !course.has_a_good_night());
    if ((!due_before && !told) || (told && !failed && after == 1)) {
      if (rates.missed.size() < kMostTold)
        rates.missed.push_back(fmt::format("{} seed {} night {}: {} files hit of {}, {}, {}; {}", name(kind), seed,
                                           after, attacker.files_hit(), before.size(), backups::name(check.outcome()),
                                           first_finding(check), course.practice().story()));
    }
    if (after == 2 && course.first_look().outcome() == Outcome::failed) ++rates.told_late;
  }
  ++rates.attacks;
  rates.told += told ? 1U : 0U;
  rates.stayed += told && stayed ? 1U : 0U;
}

}  // namespace

HealthyRates judge_healthy_years(std::uint64_t first, unsigned years) {
  HealthyRates rates;
  for (std::uint64_t seed = first; seed < first + years; ++seed) {
    Course course(seed);
    bool alarmed = false;
    Check check;
    for (std::uint32_t evening = 0; evening < kEvenings; ++evening) {
      course.practice().live_a_day();
      course.back_up();
      check = course.check();
      ++rates.nights;
      if (check.outcome() == Outcome::passed) ++rates.nights_passed;
      if (check.outcome() == Outcome::failed && !alarmed) {
        alarmed = true;
        if (rates.alarms.size() < kMostTold)
          rates.alarms.push_back(fmt::format("seed {} evening {}: {}; {}", seed, evening + 1, first_finding(check),
                                             course.practice().story()));
      }
    }
    ++rates.years;
    rates.alarmed += alarmed ? 1U : 0U;
    rates.ended_passed += check.outcome() == Outcome::passed ? 1U : 0U;
    if (check.outcome() == Outcome::not_established && rates.alarms.size() < kMostTold)
      rates.alarms.push_back(fmt::format("seed {} ended not established: {}", seed, first_finding(check)));
  }
  return rates;
}

std::map<AttackKind, AttackRates> judge_attacks(std::uint64_t first, unsigned attacks) {
  std::map<AttackKind, AttackRates> rates;
  for (unsigned i = 0; i < attacks; ++i) {
    const AttackKind kind = kAllAttacks[i % std::size(kAllAttacks)];
    strike_once(first + i, kind, rates[kind]);
  }
  return rates;
}

std::string to_text(const HealthyRates& rates) {
  std::string text = fmt::format(
      "| healthy years | with an alarm | ended *passed* | nights | nights *passed* |\n| ---: | ---: | ---: | ---: | "
      "---: |\n"
      "| {} | {} | {} | {} | {} |\n",
      rates.years, rates.alarmed, rates.ended_passed, rates.nights, rates.nights_passed);
  for (const std::string& alarm : rates.alarms) text += alarm + '\n';
  return text;
}

std::string to_text(const std::map<AttackKind, AttackRates>& rates) {
  std::string text =
      "| attack | times | told that night | and each night after | told by a first look two nights later |\n"
      "| --- | ---: | ---: | ---: | ---: |\n";
  for (const auto& [kind, kept] : rates)
    text +=
        fmt::format("| {} | {} | {} | {} | {} |\n", name(kind), kept.attacks, kept.told, kept.stayed, kept.told_late);
  for (const auto& [kind, kept] : rates)
    for (const std::string& missed : kept.missed) text += missed + '\n';
  return text;
}

}  // namespace garde::tests::years
