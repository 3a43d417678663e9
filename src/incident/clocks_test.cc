#include "incident/clocks.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "incident/testing/told.h"

namespace garde::incident {
namespace {

using testing::at;
using testing::Told;

constexpr std::string_view kLate = "2027-01-01T00:00:00Z";  // by then every deadline of these tests is over

const Rules& all_rules() {
  static const Rules rules = testing::rules();
  return rules;
}

Clock clock(const Incident& incident, std::string_view id, Instant now) {
  for (Clock& clock : clocks_of(incident, all_rules(), now))
    if (clock.rule->id.text() == id) return std::move(clock);
  ADD_FAILURE() << "no clock " << id;
  return {};
}

bool has_clock(const Incident& incident, std::string_view id) {
  const auto clocks = clocks_of(incident, all_rules(), at(kLate));
  return std::ranges::any_of(clocks, [&](const Clock& clock) { return clock.rule->id.text() == id; });
}

Declaring filed_at(Instant when) { return {.state = DeclarationState::filed, .at = when}; }

// 72 hours after `aware`, whatever the clock on the wall does in between.
Instant due_when_aware(std::string_view aware) {
  const Told told({.situation = Situation::ransom, .alert = at(aware), .aware = at(aware)});
  return *clock(told.incident(), "cnil-initial", at(kLate)).due;
}

TEST(CnilClock, EndsAnHourEarlierOnTheWallWhenWinterTimeBegins) {
  EXPECT_EQ(due_when_aware("2026-10-23T18:30:00+02:00"), at("2026-10-26T17:30:00+01:00"));
}

TEST(CnilClock, EndsAnHourLaterOnTheWallWhenSummerTimeBegins) {
  EXPECT_EQ(due_when_aware("2026-03-27T18:30:00+01:00"), at("2026-03-30T19:30:00+02:00"));
}

TEST(CnilClock, PassesOverALeapDayAndOverAWeekEnd) {
  EXPECT_EQ(due_when_aware("2024-02-27T09:00:00+01:00"), at("2024-03-01T09:00:00+01:00"));
  EXPECT_EQ(due_when_aware("2026-11-20T17:00:00+01:00"), at("2026-11-23T17:00:00+01:00"));
  EXPECT_EQ(due_when_aware("2025-12-31T23:30:00+01:00"), at("2026-01-03T23:30:00+01:00"));
}

TEST(CnilClock, IsRunningUntilItsLastMillisecondAndLateAfter) {
  const Told told({.situation = Situation::suspicious, .alert = at("2026-11-02T08:00:00Z"), .aware = {}});
  const Instant due = at("2026-11-05T08:00:00Z");
  EXPECT_EQ(clock(told.incident(), "cnil-initial", due).state, ClockState::running);
  const Clock after = clock(told.incident(), "cnil-initial", due + std::chrono::milliseconds(1));
  EXPECT_EQ(after.state, ClockState::late);
  EXPECT_TRUE(after.lacks_late_reason);
}

TEST(CnilClock, StartsAtTheFirstAlertWhenNobodySaysWhenThePracticeWasAware) {
  const Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  const Clock found = clock(told.incident(), "cnil-initial", at("2026-11-02T09:00:00Z"));
  EXPECT_EQ(found.start, at("2026-11-02T08:00:00Z"));
  EXPECT_EQ(found.reason, StartReason::precaution);
}

TEST(CnilClock, FollowsTheAwarenessCorrectedLaterAndStillShowsTheEarliestReading) {
  Told told({.situation = Situation::vendor, .alert = at("2026-11-10T22:00:00Z"), .aware = at("2026-11-10T23:00:00Z")});
  told.add(moment_recorded(MomentId::of("editor-message"), at("2026-11-12T10:00:00Z"), "", {},
                           Told::writing(at("2026-11-12T10:05:00Z"))));
  told.add(moment_recorded(moment::aware(), at("2026-11-12T10:00:00Z"), "L’éditeur annonce une extraction.", 1,
                           Told::writing(at("2026-11-12T10:06:00Z"))));
  const Clock found = clock(told.incident(), "cnil-initial", at("2026-11-12T11:00:00Z"));
  EXPECT_EQ(found.due, at("2026-11-15T10:00:00Z"));
  EXPECT_EQ(found.reason_text, "L’éditeur annonce une extraction.");
  EXPECT_EQ(found.earliest_due, at("2026-11-13T22:00:00Z"));
  ASSERT_EQ(found.candidates.size(), 3U);
  EXPECT_EQ(found.candidates.front().moment, moment::alert());
  EXPECT_EQ(found.candidates.back().is_start, found.candidates.back().moment == moment::aware());
}

TEST(CnilClock, IsMetByTheFilingAndKnowsThatItWasLate) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  told.add(declared(DeclarationId::of("cnil-initial"), filed_at(at("2026-11-06T08:00:00Z")),
                    Told::writing(at("2026-11-06T08:10:00Z"))));
  Clock found = clock(told.incident(), "cnil-initial", at(kLate));
  EXPECT_EQ(found.state, ClockState::met);
  EXPECT_EQ(found.met_at, at("2026-11-06T08:00:00Z"));
  EXPECT_TRUE(found.met_late);
  EXPECT_TRUE(found.lacks_late_reason);
  told.add(lateness_explained(ClockRuleId::of("cnil-initial"), "Plus de réseau.", Told::writing(at(kLate))));
  EXPECT_FALSE(clock(told.incident(), "cnil-initial", at(kLate)).lacks_late_reason);
}

TEST(CnilClock, RunsAgainWhenTheNotificationIsWithdrawn) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  const auto writing = Told::writing(at("2026-11-03T08:00:00Z"));
  told.add(declared(DeclarationId::of("cnil-initial"), filed_at(at("2026-11-03T08:00:00Z")), writing));
  told.add(declared(DeclarationId::of("cnil-initial"),
                    {.state = DeclarationState::withdrawn, .at = at("2026-11-03T09:00:00Z"), .reason = "Erreur"},
                    writing));
  EXPECT_EQ(clock(told.incident(), "cnil-initial", at("2026-11-03T10:00:00Z")).state, ClockState::running);
}

TEST(ComplementClock, StartsWhenTheInitialNotificationIsFiled) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  EXPECT_EQ(clock(told.incident(), "cnil-complement", at(kLate)).state, ClockState::not_started);
  told.add(declared(DeclarationId::of("cnil-initial"), filed_at(at("2026-11-03T08:00:00Z")),
                    Told::writing(at("2026-11-03T08:00:00Z"))));
  EXPECT_EQ(clock(told.incident(), "cnil-complement", at(kLate)).due, at("2026-11-06T08:00:00Z"));
}

TEST(ComplaintClock, StartsWhenTheAttackIsKnownNotWhenPersonalDataAre) {
  const Told told({.situation = Situation::ransom,
                   .alert = at("2026-11-02T08:00:00Z"),
                   .aware = at("2026-11-04T08:00:00Z"),
                   .attack_known = at("2026-11-02T09:00:00Z")});
  EXPECT_EQ(clock(told.incident(), "complaint", at(kLate)).due, at("2026-11-05T09:00:00Z"));
  EXPECT_EQ(clock(told.incident(), "cnil-initial", at(kLate)).due, at("2026-11-07T08:00:00Z"));
}

TEST(ComplaintClock, IsNotAskedForALostDeviceUntilItTurnsOutToBeAnAttack) {
  Told told({.situation = Situation::lost, .alert = at("2026-11-02T08:00:00Z")});
  EXPECT_FALSE(has_clock(told.incident(), "complaint"));
  told.add(moment_recorded(moment::attack_known(), at("2026-11-03T08:00:00Z"), "", {},
                           Told::writing(at("2026-11-03T08:00:00Z"))));
  EXPECT_TRUE(has_clock(told.incident(), "complaint"));
}

TEST(ComplaintClock, DidNotExistBeforeItsLaw) {
  const Told told({.situation = Situation::ransom, .alert = at("2023-04-20T08:00:00Z")});
  EXPECT_FALSE(has_clock(told.incident(), "complaint"));
  EXPECT_TRUE(has_clock(told.incident(), "cnil-initial"));
}

TEST(InsurerClock, WaitsForTheLengthInTheContract) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  const Clock before = clock(told.incident(), "insurer", at(kLate));
  EXPECT_EQ(before.state, ClockState::not_started);
  EXPECT_EQ(before.reason, StartReason::length_unknown);
  for (const std::string_view wrong : {"deux jours", "-3", "0", "48h", "99999999999999999999", "87601"}) {
    told.add(fields_given({{FieldId::of("insurer-delay-hours"), std::string(wrong)}}, Told::writing(at(kLate))));
    EXPECT_EQ(clock(told.incident(), "insurer", at(kLate)).state, ClockState::not_started) << wrong;
  }
  told.add(fields_given({{FieldId::of("insurer-delay-hours"), "48"}}, Told::writing(at(kLate))));
  EXPECT_EQ(clock(told.incident(), "insurer", at(kLate)).due, at("2026-11-04T08:00:00Z"));
}

// The computer's clock is set back two days, to before the deadline.
TEST(AClockSetBack, DoesNotMakeADeadlineRunAgain) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  told.add(noted({"Une note."}, Told::writing(at("2026-11-05T09:00:00Z"))));
  EXPECT_EQ(clock(told.incident(), "cnil-initial", at("2026-11-03T09:00:00Z")).state, ClockState::late);
}

TEST(AnExercise, CountsAMinuteForAnHourOnceOpened) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")}, at("2026-11-02T08:00:00Z"),
            Exercise::yes);
  const Incident incident = told.incident();
  EXPECT_EQ(clock(incident, "cnil-initial", at("2026-11-02T08:30:00Z")).due, at("2026-11-05T08:00:00Z"));
  EXPECT_EQ(clock(incident, "cnil-initial", at("2026-11-02T09:12:00Z")).state, ClockState::running);
  EXPECT_EQ(clock(incident, "cnil-initial", at("2026-11-02T09:13:00Z")).state, ClockState::late);
  EXPECT_EQ(counted(incident, all_rules(), at("2026-11-02T08:30:00Z")), at("2026-11-03T14:00:00Z"));
}

}  // namespace
}  // namespace garde::incident
