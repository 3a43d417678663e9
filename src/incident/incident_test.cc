#include "incident/incident.h"

#include <gtest/gtest.h>

#include "incident/testing/told.h"
#include "journal/record.h"

namespace garde::incident {
namespace {

using testing::at;
using testing::Told;

const Instant kAlert = at("2026-11-02T08:00:00Z");

Told told_ransom() { return Told({.situation = Situation::ransom, .alert = kAlert}); }

TEST(AnIncident, CannotBeReadWithoutItsOpening) {
  const journal::Header header{IncidentId::of("x"), kAlert, Exercise::no, {}};
  const auto read = read_incident(header, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::damaged);
}

TEST(AnIncident, KeepsTheLastValueOfAFieldWhateverItsLength) {
  Told told = told_ransom();
  const auto field = FieldId::of("facts");
  const auto writing = Told::writing(kAlert);
  const std::string longer = "Première ligne.\n\nTroisième ligne, " + std::string(2000, 'x');
  for (const std::string& value :
       {std::string("court"), longer, std::string(1000, 'y'), std::string("boot"), std::string()}) {
    told.add(fields_given({{field, value}}, writing));
    EXPECT_EQ(told.incident().field(field), value);
  }
}

// A field may bear any name, those that entries use themselves included.
TEST(AnIncident, DoesNotTakeAFieldForSomethingElse) {
  Told told = told_ransom();
  told.add(fields_given({{FieldId::of("situation"), "lost"},
                         {FieldId::of("boot"), "x"},
                         {FieldId::of("alert"), "jamais"},
                         {FieldId::parse(std::string(64, 'a')).value(), "long"}},
                        Told::writing(kAlert)));
  const Incident incident = told.incident();
  EXPECT_EQ(incident.situation, Situation::ransom);
  EXPECT_EQ(incident.last(moment::alert())->at, kAlert);
  EXPECT_EQ(incident.field(FieldId::of("alert")), "jamais");
  EXPECT_EQ(incident.field(FieldId::parse(std::string(64, 'a')).value()), "long");
  EXPECT_TRUE(incident.clock_steps.empty());
}

TEST(AnIncident, WritesOnlyWhatAJournalTakes) {
  std::map<FieldId, std::string> many;
  for (int i = 0; i < 100; ++i)
    many.emplace(FieldId::parse("field-" + std::to_string(i)).value(), std::string(1000, 'x'));
  many.emplace(FieldId::of("lines"), "une\r\ndeux");
  std::uint64_t sequence = 1;
  for (journal::Draft& draft : fields_given(many, Told::writing(kAlert)))
    EXPECT_TRUE(journal::encode_entry({sequence++, Exercise::no, std::move(draft)}, {}).has_value());
}

TEST(AnIncident, KeepsTheStateOfADeclarationWithItsNumberAndReceipt) {
  Told told = told_ransom();
  const auto id = DeclarationId::of("cnil-initial");
  const journal::Attachment receipt{{}, {12}, "recepisse.pdf"};
  const Declaration filed{DeclarationState::filed, at("2026-11-03T08:00:00Z"), "2026-1234", "", receipt, 2};
  told.add(declared(id, {.state = filed.state, .at = filed.at, .number = filed.number, .receipt = receipt},
                    Told::writing(at("2026-11-03T08:10:00Z"))));
  EXPECT_EQ(told.incident().declarations.at(id), filed);
}

TEST(AnIncident, KeepsTheWordOfTheFirstJournalsForAVendorThatIsAttacked) {
  const Told told({.situation = Situation::vendor, .alert = kAlert});
  EXPECT_EQ(told.incident().situation, Situation::vendor);
  EXPECT_EQ(opened({.situation = Situation::vendor, .alert = kAlert}, Told::writing(kAlert))
                .fields.at(FieldId::of("situation")),
            "editor");
  EXPECT_EQ(parse_situation("vendor"), Situation::vendor);
}

TEST(AnIncident, NamesEntriesOfItsOwnKindsThatItCannotRead) {
  Told told = told_ransom();
  journal::Draft broken =
      declared(DeclarationId::of("complaint"), {.state = DeclarationState::filed, .at = kAlert}, Told::writing(kAlert));
  broken.fields.erase(FieldId::of("state"));
  told.add(broken);
  broken.kind = journal::Kind::of("of-a-later-version");
  told.add(broken);
  EXPECT_EQ(told.incident().not_understood, std::vector<std::uint64_t>{2});
}

class ClockSteps : public ::testing::Test {
 protected:
  // An entry written when this computer's clock said `entered`, and it had been running for `running`.
  void write(std::string_view entered, std::chrono::minutes running, std::string_view boot = "boot-1") {
    Writing writing = Told::writing(at(entered));
    writing.running = RunningTime{std::string(boot), running};
    told_.add(noted({"Une note."}, writing));
  }
  std::vector<ClockStep> steps() const { return told_.incident().clock_steps; }
  Told told_ = told_ransom();
};

TEST_F(ClockSteps, AreNotSeenWhereTimeOnlyPassed) {
  write("2026-11-02T09:00:00Z", std::chrono::minutes(10));
  write("2026-11-02T10:00:30Z", std::chrono::minutes(70));  // corrected by half a minute, as time servers do
  write("2026-11-02T11:00:00Z", std::chrono::minutes(1), "boot-2");
  EXPECT_TRUE(steps().empty());
}

TEST_F(ClockSteps, AreSeenWhenAnEntryIsOlderThanTheOneBefore) {
  write("2026-11-02T09:00:00Z", std::chrono::minutes(10));
  write("2026-11-02T08:59:59Z", std::chrono::minutes(2), "boot-2");
  ASSERT_EQ(steps().size(), 1U);
  EXPECT_EQ(steps().front(), (ClockStep{3, std::chrono::seconds(-1)}));
}

// Three hours passed, the clock was set back by two: the entries are in order all the same.
TEST_F(ClockSteps, AreSeenThroughTheTimeTheComputerHasBeenRunning) {
  write("2026-11-02T09:00:00Z", std::chrono::minutes(10));
  write("2026-11-02T10:00:00Z", std::chrono::minutes(190));
  ASSERT_EQ(steps().size(), 1U);
  EXPECT_EQ(steps().front(), (ClockStep{3, std::chrono::hours(-2)}));
}

TEST_F(ClockSteps, AreSeenWhenTheClockIsSetForward) {
  write("2026-11-02T09:00:00Z", std::chrono::minutes(10));
  write("2026-11-05T09:00:00Z", std::chrono::minutes(11));
  ASSERT_EQ(steps().size(), 1U);
  EXPECT_GT(steps().front().by, std::chrono::hours(71));
}

}  // namespace
}  // namespace garde::incident
