#include "actions/incident/pause.h"

#include "actions/incident/incident.h"
#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {
namespace {

class IncidentPause : public PracticeUnderTest {
 protected:
  IncidentId open(incident::Exercise exercise) {
    const incident::Opening ransom{.situation = incident::Situation::ransom, .alert = now()};
    return *open_incident(practice(), ransom, exercise)->id;
  }
};
GARDE_ON_EVERY_ENGINE(IncidentPause);

TEST_P(IncidentPause, LastsFromTheOpeningToTheEndOfAnIncident) {
  const Pause pause = pause_while_incident(practice());
  EXPECT_FALSE(pause.is_on().value());
  const IncidentId incident = open(incident::Exercise::no);
  EXPECT_TRUE(pause.is_on().value());
  ASSERT_TRUE(ok(close_incident(practice(), incident, {.criteria = {}, .text = "Fausse alerte."})));
  EXPECT_FALSE(pause.is_on().value());
}

TEST_P(IncidentPause, IsNotBegunByAnExercise) {
  open(incident::Exercise::yes);
  EXPECT_FALSE(pause_while_incident(practice()).is_on().value());
}

}  // namespace
}  // namespace garde::actions
