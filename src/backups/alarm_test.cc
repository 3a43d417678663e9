#include "backups/alarm.h"

#include <gtest/gtest.h>

#include "backups/testing/judged.h"
#include "base/enumerators.h"

namespace garde::backups {
namespace {

const Instant kNight = *parse_instant("2026-11-20T21:00:00Z");
const auto kDisk = DestinationId::of("d1");

KeptRun night(int number, Outcome not_attacked, DestinationId destination = kDisk) {
  KeptRun kept{.id = RunId::of("r"), .destination = std::move(destination), .kind = RunKind::check};
  kept.run.begun = kNight + Days{number};
  kept.newest_point = kept.run.begun - std::chrono::hours{1};
  kept.run.checks.push_back(testing::check(Question::not_attacked, not_attacked));
  return kept;
}

Instant point_of(int number) { return kNight + Days{number} - std::chrono::hours{1}; }

Alarm alarm_of(int number) {
  return {AlarmId::of("a1"), kDisk, "Disque", RunId::of("r"), kNight + Days{number}, std::nullopt};
}

TEST(Alarms, OpenOnceForADestination) {
  EXPECT_TRUE(opens_alarm(night(1, Outcome::failed), {}));
  EXPECT_FALSE(opens_alarm(night(1, Outcome::not_established), {}));
  EXPECT_FALSE(opens_alarm(night(1, Outcome::passed), {}));
  std::vector<Alarm> alarms{alarm_of(1)};
  EXPECT_FALSE(opens_alarm(night(2, Outcome::failed), alarms));
  EXPECT_TRUE(opens_alarm(night(2, Outcome::failed, DestinationId::of("d2")), alarms));
  alarms[0].closing = {kNight + Days{2}, AlarmEnd::rebuilt, "remis en place"};
  EXPECT_TRUE(opens_alarm(night(3, Outcome::failed), alarms));
  alarms[0].closing->accepted_point = point_of(3);
  EXPECT_FALSE(opens_alarm(night(3, Outcome::failed), alarms)) << "a person vouched for it";
  EXPECT_TRUE(opens_alarm(night(4, Outcome::failed), alarms));
  KeptRun mirror = night(3, Outcome::failed);
  mirror.run.kind = formats::Kind::mirror;
  EXPECT_TRUE(opens_alarm(mirror, alarms)) << "its content may have changed, and its times not";
}

TEST(Alarms, KeepWhatWasGoodBeforeThemAsTheMeasure) {
  const std::vector runs{night(4, Outcome::passed), night(3, Outcome::failed), night(1, Outcome::passed),
                         night(9, Outcome::passed, DestinationId::of("d2"))};
  EXPECT_EQ(proved_good(runs, {}, kDisk), point_of(4));
  const std::vector alarms{alarm_of(3)};
  EXPECT_EQ(proved_good(runs, alarms, kDisk), point_of(1)) << "a good night during an alarm proves nothing";
  EXPECT_EQ(proved_good({}, alarms, kDisk), std::nullopt);
}

TEST(Alarms, OnceClosedHoldLaterNightsAgainstWhatWasVouchedFor) {
  std::vector alarms{alarm_of(3)};
  std::vector runs{night(4, Outcome::passed), night(3, Outcome::failed), night(1, Outcome::passed)};
  alarms[0].closing = {kNight + Days{5}, AlarmEnd::false_alarm, "conversion des courriers", point_of(4)};
  EXPECT_EQ(proved_good(runs, alarms, kDisk), point_of(4));
  alarms[0].closing->accepted_point.reset();
  EXPECT_EQ(proved_good(runs, alarms, kDisk), point_of(1)) << "nothing was there to vouch for";
  runs.push_back(night(6, Outcome::passed));
  EXPECT_EQ(proved_good(runs, alarms, kDisk), point_of(6));
}

TEST(Alarms, HaveNamesForTheirEnds) {
  for (const AlarmEnd end : kEnumerators<AlarmEnd>) EXPECT_EQ(parse_alarm_end(name(end)), end);
  EXPECT_EQ(parse_alarm_end("forgotten"), std::nullopt);
}

}  // namespace
}  // namespace garde::backups
