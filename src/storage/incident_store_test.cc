#include "storage/incident_store.h"

#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"

namespace garde::storage {
namespace {

using incident::Exercise;
using incident::IncidentId;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kNow = *parse_instant("2026-11-23T17:30:00.123Z");

class IncidentStore : public EngineTest {
 protected:
  IncidentStore() {
    EXPECT_TRUE(ok(migrate(connection(), kNow)));
    EXPECT_TRUE(
        ok(connection().execute(R"sql(INSERT INTO practice (id, name, created_at) VALUES ('other', '', 0))sql")));
  }
  static IncidentRecord incident(std::string_view id, std::uint64_t entries, Instant opened = kNow) {
    const std::string text = std::string(id) + std::to_string(entries);
    return {IncidentId::parse(id).value(), opened, Exercise::no, entries,
            crypto::sha256(std::as_bytes(std::span(text)))};
  }
  void note(const IncidentRecord& record, const PracticeId& practice = default_practice()) {
    EXPECT_TRUE(ok(note_incident(connection(), practice, record)));
  }
  std::vector<IncidentRecord> all(const PracticeId& practice = default_practice()) {
    auto loaded = load_incidents(connection(), practice);
    EXPECT_TRUE(ok(loaded));
    return loaded ? *loaded : std::vector<IncidentRecord>();
  }
};
GARDE_ON_EVERY_ENGINE(IncidentStore);

TEST_P(IncidentStore, GivesBackWhatWentInTheNewestFirst) {
  const auto older = incident("2026-11-20-1", 3, kNow - Days{3});
  auto exercise = incident("exercice-2026-11-23-1", 1);
  exercise.exercise = Exercise::yes;
  note(older);
  note(exercise);
  EXPECT_THAT(all(), ElementsAre(exercise, older));
  const auto one = load_incident(connection(), default_practice(), older.id);
  ASSERT_TRUE(ok(one));
  EXPECT_EQ(*one, older);
}

TEST_P(IncidentStore, KeepsTheLongerOfTwoWhoWroteAtOnce) {
  note(incident("a", 2));
  note(incident("a", 5));
  note(incident("a", 4));  // comes late
  EXPECT_THAT(all(), ElementsAre(incident("a", 5)));
}

TEST_P(IncidentStore, KeepsPracticesApart) {
  note(incident("a", 2), PracticeId::of("other"));
  EXPECT_THAT(all(), IsEmpty());
  const auto none = load_incident(connection(), default_practice(), IncidentId::of("a"));
  ASSERT_TRUE(ok(none));
  EXPECT_FALSE(none->has_value());
  EXPECT_THAT(all(PracticeId::of("other")), ElementsAre(incident("a", 2)));
}

}  // namespace
}  // namespace garde::storage
