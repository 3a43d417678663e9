#include "backups/check.h"

#include "backups/testing/judged.h"

#include <gtest/gtest.h>

namespace garde::backups {
namespace {

using formats::Consequence;
using formats::Damage;
using formats::RestorePoint;

const Instant kNow = start_of(parse_date("2026-11-23").value());

RestorePoint point_at(Instant time) {
  RestorePoint point;
  point.id = "p";
  point.time = time;
  return point;
}

Damage damage_of(formats::DamageKind kind, Consequence consequence) {
  Damage damage;
  damage.kind = kind;
  damage.consequence = consequence;
  return damage;
}

formats::Coverage verified(std::uint64_t units, std::uint64_t of) {
  formats::Coverage coverage;
  coverage.units_total = of;
  coverage.units_verified = units;
  return coverage;
}

formats::Coverage read_everything() { return verified(4, 4); }

TEST(IntactJudgement, NamesEveryFileThatALossHits) {
  Damage damage = damage_of(formats::DamageKind::fails_authentication, Consequence::loss);
  damage.affected.paths = {{"srv/dossiers/a.txt", "p"}, {"srv/dossiers/b.txt", "p"}};
  const Check check = judge_intact({damage}, read_everything());
  EXPECT_EQ(check.outcome(), Outcome::failed);
  ASSERT_EQ(check.findings.size(), 2U);
  EXPECT_EQ(std::get<DamageFinding>(check.findings[1]).path, "srv/dossiers/b.txt");
}

TEST(IntactJudgement, PassesOverWhatOnlyCostsSpace) {
  EXPECT_EQ(
      judge_intact({damage_of(formats::DamageKind::unreferenced, Consequence::untidy)}, read_everything()).outcome(),
      Outcome::passed);
}

TEST(IntactJudgement, OfNothingReadIsNotAPass) {
  EXPECT_EQ(judge_intact({}, {}).outcome(), Outcome::not_established);
  formats::Coverage stopped = read_everything();
  stopped.ending = formats::Ending::stopped;
  EXPECT_EQ(judge_intact({}, stopped).outcome(), Outcome::not_established);
  EXPECT_EQ(judge_intact({damage_of(formats::DamageKind::unstable, Consequence::decay)}, stopped).outcome(),
            Outcome::failed);
}

TEST(RecentJudgement, TakesTheNewestPointOfThePast) {
  const std::chrono::hours day{24};
  EXPECT_EQ(judge_recent({point_at(kNow - std::chrono::hours{23})}, day, kNow).outcome(), Outcome::passed);
  EXPECT_EQ(judge_recent({point_at(kNow - day)}, day, kNow).outcome(), Outcome::passed);
  EXPECT_EQ(judge_recent({point_at(kNow - day - std::chrono::milliseconds{1})}, day, kNow).outcome(), Outcome::failed);
  const Check future = judge_recent({point_at(kNow - 3 * day), point_at(kNow + day)}, day, kNow);
  EXPECT_EQ(future.outcome(), Outcome::failed);
  EXPECT_EQ(name(future.findings.front()), "from-the-future");
  EXPECT_EQ(judge_recent({}, day, kNow).findings.front(), Finding(Remark::no_restore_point));
}

TEST(NewestPoint, IsNeverOfTheFutureWhileThereIsAnother) {
  const Instant tomorrow = kNow + std::chrono::hours{24};
  EXPECT_EQ(newest_of({point_at(kNow - Days{2}), point_at(kNow - Days{1}), point_at(tomorrow)}, kNow).time,
            kNow - Days{1});
  EXPECT_EQ(newest_of({point_at(kNow)}, kNow).time, kNow);
  EXPECT_EQ(newest_of({point_at(tomorrow), point_at(tomorrow + Days{1})}, kNow).time, tomorrow + Days{1});
}

TEST(CompleteJudgement, FailsOnOneMissingFileAndCountsAllBeyondTheLimit) {
  Comparison comparison;
  for (std::size_t i = 0; i < kMaxFindings + 5; ++i) comparison.add({"f" + std::to_string(i), 1_B, Copy::missing});
  comparison.add({"good", 9_B, Copy::same});
  const Check check = judge_complete(comparison);
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(check.findings.size(), kMaxFindings);
  EXPECT_EQ(check.finding_count, kMaxFindings + 5);
  EXPECT_EQ(comparison.files_same, 1U);
  EXPECT_EQ(comparison.bytes, ByteCount{kMaxFindings + 5 + 9});
}

TEST(CompleteJudgement, FailsOnAMissingFileBehindAnyNumberThatWasNotRead) {
  Comparison comparison;
  for (std::size_t i = 0; i < kMaxFindings + 5; ++i) comparison.add({"f" + std::to_string(i), 1_B, Copy::unreadable});
  comparison.add({"lost", 1_B, Copy::missing});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::failed);
}

TEST(CompleteJudgement, OfAnEmptySourceOrAnUnreadableFileIsNotAPass) {
  EXPECT_EQ(judge_complete({}).outcome(), Outcome::not_established);
  Comparison comparison;
  comparison.add({"good", 9_B, Copy::same});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::passed);
  comparison.add({"a", 1_B, Copy::unreadable});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::not_established);
  EXPECT_EQ(judge_complete_without_points().outcome(), Outcome::failed);
}

// Files touched since would otherwise answer for all that nobody compared.
TEST(CompleteJudgement, RestsOnMostFilesAndNotOnWhatChangedSince) {
  Comparison comparison;
  comparison.add({"a", 1_B, Copy::newer});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::not_established) << "nothing was compared";
  comparison.add({"b", 1_B, Copy::same});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::passed) << "half";
  comparison.add({"c", 1_B, Copy::newer});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::not_established);
  const evidence::Judged judged = judge_complete(comparison).judgement.judged();
  EXPECT_EQ(judged.units, 1U);
  EXPECT_EQ(judged.of, 3U);
}

TEST(CompleteJudgement, OfADrawRestsOnEnoughOfIt) {
  Comparison comparison;
  for (int i = 0; i < 298; ++i) comparison.add({"a", 1_B, Copy::same});
  for (int i = 0; i < 5'000; ++i) comparison.leave_undrawn(1_B);
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::not_established);
  comparison.add({"a", 1_B, Copy::same});
  EXPECT_EQ(judge_complete(comparison).outcome(), Outcome::passed);
}

TEST(CompleteJudgement, IsOpenForWhatMayLieWhereNothingWasListed) {
  Comparison comparison;
  for (int i = 0; i < 9; ++i) comparison.add({"a", 1_B, Copy::same});
  comparison.add({"b", 1_B, Copy::unreadable});
  comparison.holds_unlisted = true;
  comparison.unlisted = {"dossiers"};
  const Check check = judge_complete(comparison);
  EXPECT_EQ(check.outcome(), Outcome::not_established);
  EXPECT_EQ(check.judgement.judged().left_out.back().reason, evidence::LeftOut::unlisted);
}

TEST(CheckRuns, AreAsGoodAsTheirWorstCheck) {
  CheckRun run;
  EXPECT_EQ(run.outcome(), Outcome::not_established) << "nothing was asked";
  run.checks.push_back(testing::check(Question::recent, Outcome::passed));
  EXPECT_EQ(run.outcome(), Outcome::passed);
  run.checks.push_back(testing::check(Question::not_attacked, Outcome::not_established));
  EXPECT_EQ(run.outcome(), Outcome::not_established);
  run.checks.push_back(testing::check(Question::intact, Outcome::failed));
  EXPECT_EQ(run.outcome(), Outcome::failed);
}

TEST(CheckRuns, StateTheConfidenceOfASampleOnly) {
  CheckRun run;
  run.coverage = verified(300, 1000);
  EXPECT_DOUBLE_EQ(damaged_share_at_most(run).value(), 0.01);
  run.coverage.units_verified = 3;
  EXPECT_FALSE(damaged_share_at_most(run)) << "less than all of it";
  run.coverage.units_verified = 1000;
  EXPECT_FALSE(damaged_share_at_most(run));
}

}  // namespace
}  // namespace garde::backups
