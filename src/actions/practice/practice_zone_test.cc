#include "actions/practice/practice_zone.h"

#include "actions/practice/testing/practice_under_test.h"
#include "storage/setting_store.h"

namespace garde::actions {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class PracticeZone : public PracticeUnderTest {
 protected:
  void choose(std::string_view name) {
    const auto problems = save_zone(practice(), name);
    ASSERT_TRUE(ok(problems));
    EXPECT_THAT(*problems, IsEmpty());
  }
  void set_region(std::string_view region) {
    ASSERT_TRUE(ok(practice().with_storage(storage::save_setting, kRegionSetting, region)));
  }
  std::string stored_zone() {
    const auto zone = practice().with_storage(load_zone, library().zones);
    EXPECT_TRUE(ok(zone));
    return zone->name();
  }
};
GARDE_ON_EVERY_ENGINE(PracticeZone);

TEST_P(PracticeZone, IsMainlandFranceUntilSomebodySaysOtherwise) {
  EXPECT_EQ(stored_zone(), "Europe/Paris");
  EXPECT_EQ(zone_of_region(practice()).value(), nullptr);
}

TEST_P(PracticeZone, ChangesTheTimeAndTheDayAtOnceAndForLater) {
  set_clock(*parse_instant("2026-11-23T12:30:00Z"));
  EXPECT_EQ(practice().today(), *parse_date("2026-11-23"));
  for (const auto& [zone, day] : {std::pair{"Pacific/Noumea", "2026-11-23"},
                                  {"Pacific/Tahiti", "2026-11-23"},
                                  {"Indian/Reunion", "2026-11-23"},
                                  {"Pacific/Wallis", "2026-11-24"}}) {
    choose(zone);
    EXPECT_EQ(practice().zone().name(), zone);
    EXPECT_EQ(practice().today(), *parse_date(day)) << zone;
    EXPECT_EQ(stored_zone(), zone);
  }
  if (!can_restart()) return;
  restart();
  EXPECT_EQ(practice().zone().name(), "Pacific/Wallis");
}

TEST_P(PracticeZone, RefusesAZoneThatIsNotOffered) {
  choose("America/Cayenne");
  const auto problems = save_zone(practice(), "Europe/London");
  ASSERT_TRUE(ok(problems));
  EXPECT_THAT(*problems, ElementsAre(Field(&FieldProblem::field, "zone")));
  EXPECT_EQ(practice().zone().name(), "America/Cayenne");
}

TEST_P(PracticeZone, ProposesTheZoneOfItsRegionWhileAnotherIsInUse) {
  set_region("la-reunion");
  const auto proposed = zone_of_region(practice());
  ASSERT_TRUE(ok(proposed));
  ASSERT_NE(*proposed, nullptr);
  EXPECT_EQ((*proposed)->name, "Indian/Reunion");
  choose("Indian/Reunion");
  EXPECT_EQ(zone_of_region(practice()).value(), nullptr);
  set_region("bretagne");
  EXPECT_EQ(zone_of_region(practice()).value()->name, "Europe/Paris");
}

TEST_P(PracticeZone, IsNotGuessedWhenThisComputerDoesNotKnowItsZone) {
  ASSERT_TRUE(ok(practice().with_storage(storage::save_setting, "zone", "Indian/Nulle-Part")));
  const auto zone = practice().with_storage(load_zone, library().zones);
  EXPECT_EQ(storage::failure(zone), ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::actions
