#include "backups/regularity.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::backups {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const AutomaticThresholds kThresholds;

Date day(std::string_view text) { return parse_date(text).value(); }

// A copy at `hour` on each day from `from` to `to` for which `made` says so.
template <class Made>
std::vector<LocalTime> copies(std::string_view from, std::string_view to, Made made, int hour = 20) {
  std::vector<LocalTime> times;
  for (Date at = day(from); at <= day(to); at = plus_days(at, Days{1}))
    if (made(at)) times.push_back({at, std::chrono::hours{hour}});
  return times;
}

bool every_day(Date) { return true; }
bool on_working_days(Date at) {
  const std::chrono::weekday weekday{std::chrono::sys_days{at}};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}
bool on_fridays(Date at) { return std::chrono::weekday{std::chrono::sys_days{at}} == std::chrono::Friday; }

const Date kToday = day("2026-11-23");  // a Monday

Regularity found(const std::vector<LocalTime>& times) { return regularity_of(times, kToday, kThresholds); }

TEST(Regularity, OfACopyEveryNightMissesNothing) {
  const auto regularity = found(copies("2026-10-01", "2026-11-22", every_day));
  EXPECT_EQ(regularity.cadence, Cadence::daily);
  EXPECT_THAT(regularity.missed, IsEmpty());
  EXPECT_TRUE(regularity.same_hour);
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::passed);
}

TEST(Regularity, OfAPracticeClosedAtTheWeekendMissesNothingThere) {
  const auto regularity = found(copies("2026-10-01", "2026-11-20", on_working_days));
  EXPECT_EQ(regularity.cadence, Cadence::working_days);
  EXPECT_THAT(regularity.missed, IsEmpty());
}

TEST(Regularity, NamesTheNightThatIsMissing) {
  auto times = copies("2026-10-01", "2026-11-22", every_day);
  std::erase_if(times, [](const LocalTime& time) { return time.day == day("2026-11-12"); });
  const auto regularity = found(times);
  EXPECT_THAT(regularity.missed, ElementsAre(day("2026-11-12")));
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::passed) << "one night in a month";
}

TEST(Regularity, HoldsTheNightsSinceACopyStoppedAgainstIt) {
  const auto regularity = found(copies("2026-10-01", "2026-11-10", every_day));
  EXPECT_EQ(regularity.missed.size(), 12U);
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::failed);
}

TEST(Regularity, ThinnedOutByRetentionIsNotHeldAgainstOldNights) {
  // Every night for two weeks, one a week before: what `restic forget` leaves.
  auto times = copies("2026-11-09", "2026-11-22", every_day);
  for (const LocalTime& time : copies("2026-10-01", "2026-11-08", on_fridays)) times.push_back(time);
  const auto regularity = found(times);
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::passed);
}

TEST(Regularity, OfAWeeklyDiskIsWeekly) {
  const auto regularity = found(copies("2026-10-01", "2026-11-22", on_fridays));
  EXPECT_EQ(regularity.cadence, Cadence::weekly);
  EXPECT_THAT(regularity.missed, IsEmpty());
}

TEST(Regularity, NeedsSomeDaysBeforeItIsTold) {
  const auto regularity = found(copies("2026-11-20", "2026-11-22", every_day));
  EXPECT_FALSE(regularity.cadence);
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::not_established);
}

TEST(Regularity, OfNoCopyAtAllIsNotEstablished) {
  EXPECT_EQ(judge_automatic(found({}), {}, kThresholds).outcome(), Outcome::not_established);
}

TEST(Regularity, AtHoursOfAPersonIsNotEstablishedUnlessAJobIsFound) {
  std::vector<LocalTime> times = copies("2026-10-01", "2026-11-22", every_day);
  for (std::size_t i = 0; i < times.size(); ++i) times[i].of_day = std::chrono::hours{(i * 7) % 24};
  const auto regularity = found(times);
  EXPECT_FALSE(regularity.same_hour);
  EXPECT_EQ(judge_automatic(regularity, {}, kThresholds).outcome(), Outcome::not_established);
  const std::vector<ScheduledJob> jobs = {{"restic-backup.timer", "/etc/systemd/system"}};
  EXPECT_EQ(judge_automatic(regularity, jobs, kThresholds).outcome(), Outcome::passed);
}

TEST(Regularity, SeesOneHourAroundMidnight) {
  std::vector<LocalTime> times = copies("2026-10-01", "2026-11-22", every_day);
  for (std::size_t i = 0; i < times.size(); ++i) times[i].of_day = std::chrono::minutes{i % 2 == 0 ? 10 : 23 * 60 + 50};
  EXPECT_TRUE(found(times).same_hour);
}

TEST(Regularity, DoesNotCountACopyOfTheFuture) {
  auto times = copies("2026-10-01", "2026-11-22", every_day);
  times.push_back({day("2031-01-01"), std::chrono::hours{20}});
  EXPECT_EQ(found(times).cadence, Cadence::daily);
}

}  // namespace
}  // namespace garde::backups
