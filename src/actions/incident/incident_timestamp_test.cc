// When a stamp may have been made, and whether its authority is known.
#include "actions/incident/incident_timestamp.h"

#include "actions/incident/incident_journal.h"
#include "actions/practice/testing/practice_under_test.h"
#include "crypto/testing/timestamp_authority.h"
#include "worker/incident/timestamps.h"

namespace garde::actions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The authority's clock is the real one; ours is set by each test.
class TimestampedIncidents : public PracticeUnderTest {
 protected:
  TimestampedIncidents() : PracticeUnderTest(cage::in_this_process({worker::verify_timestamp_task()})) {
    set_clock(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  }
  IncidentId open() {
    const auto opened =
        open_incident(practice(), {.situation = incident::Situation::ransom, .alert = now()}, incident::Exercise::no);
    EXPECT_TRUE(ok(opened));
    return *opened->id;
  }
  // The keys of its problems.
  std::vector<std::string> keep(const IncidentId& id, const std::string& answer) {
    const auto kept =
        keep_timestamp(practice(), id, {std::as_bytes(std::span(answer)), authority_.read("ca.pem"), "Claire"});
    EXPECT_TRUE(ok(kept));
    std::vector<std::string> keys;
    for (const FieldProblem& problem : *kept) keys.push_back(problem.message.key);
    return keys;
  }
  std::string answer(const IncidentId& id) { return authority_.answer(ask_timestamp(practice(), id).take().bytes); }

  const crypto::testing::TimestampAuthority authority_;
};
GARDE_ON_EVERY_ENGINE(TimestampedIncidents);

TEST_P(TimestampedIncidents, SayThatTheAuthorityIsNotOneThisComputerKnows) {
  const IncidentId id = open();
  EXPECT_THAT(keep(id, answer(id)), IsEmpty());
  const auto read = incident_status(practice(), id).take();
  ASSERT_THAT(read->incident.timestamps, SizeIs(1));
  EXPECT_EQ(read->incident.timestamps.front().authority_is_known, false);
  EXPECT_THAT(timestamp_words(practice(), read->incident.timestamps.front()), HasSubstr("Autorité non reconnue"));
}

TEST_P(TimestampedIncidents, TakeNoStampOfBeforeItWasAskedFor) {
  pass(kClocksApart + std::chrono::hours(1));
  const IncidentId id = open();
  EXPECT_EQ(keep(id, answer(id)), std::vector<std::string>{"incident-timestamp.problem.before-asked"});
}

TEST_P(TimestampedIncidents, TakeNoStampOfTheFuture) {
  pass(-kClocksApart - std::chrono::hours(1));
  const IncidentId id = open();
  EXPECT_EQ(keep(id, answer(id)), std::vector<std::string>{"incident-timestamp.problem.not-verified"})
      << "its certificates are not valid yet";
}

TEST_P(TimestampedIncidents, BearClocksThatAreAFewMinutesApart) {
  pass(kClocksApart - std::chrono::minutes(1));
  const IncidentId id = open();
  EXPECT_THAT(keep(id, answer(id)), IsEmpty());
}

}  // namespace
}  // namespace garde::actions
