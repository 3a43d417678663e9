// What can be asked of an incident, on every engine: the journal is on a disk, the database only knows where it stood.
#include "actions/incident/incident.h"

#include <fstream>

#include "actions/incident/exercise_evidence.h"
#include "actions/incident/incident_collection.h"
#include "actions/incident/incident_file.h"
#include "actions/incident/measured_recovery.h"
#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using incident::DeclarationId;
using incident::FieldId;
using storage::failure;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Incidents : public PracticeUnderTest {
 protected:
  IncidentId open(incident::Exercise exercise = incident::Exercise::no,
                  incident::Situation situation = incident::Situation::ransom) {
    const auto opened = open_incident(practice(), {.situation = situation, .alert = now()}, exercise);
    EXPECT_TRUE(ok(opened));
    EXPECT_THAT(opened->problems, IsEmpty());
    return *opened->id;
  }
  void accept(const Result<FieldProblems>& problems) {
    ASSERT_TRUE(ok(problems));
    EXPECT_THAT(*problems, IsEmpty());
  }
  static std::vector<std::string> fields_of(const FieldProblems& problems) {
    std::vector<std::string> fields;
    for (const FieldProblem& problem : problems) fields.push_back(problem.field);
    return fields;
  }
  std::unique_ptr<const IncidentStatus> status(const IncidentId& id) {
    auto read = incident_status(practice(), id);
    EXPECT_TRUE(ok(read));
    return std::move(read).take();
  }
};
GARDE_ON_EVERY_ENGINE(Incidents);

TEST_P(Incidents, AreWhatTheirJournalSaysAlsoAfterARestart) {
  const IncidentId id = open();
  pass(std::chrono::minutes(5));
  accept(note(practice(), id, {.text = "Le réseau est débranché.", .fact = now() - std::chrono::minutes(3)}));
  accept(set_fields(practice(), id, {{FieldId::of("facts"), "Un écran.\nDeux lignes."}}));
  if (can_restart()) restart();
  const auto read = status(id);
  EXPECT_THAT(read->entries, SizeIs(3));
  EXPECT_TRUE(read->journal.is_sound());
  EXPECT_EQ(read->incident.field(FieldId::of("facts")), "Un écran.\nDeux lignes.");
  EXPECT_EQ(open_incident_id(practice()).value(), id);
}

TEST_P(Incidents, SayWhichAttachmentIsLostAndTakeItAgain) {
  const IncidentId id = open();
  const std::string receipt = "%PDF récépissé de dépôt de plainte";
  const auto bytes = std::as_bytes(std::span(receipt));
  const auto kept = keep_attachment(practice(), id, "reçu.pdf", bytes).take();
  accept(note(practice(), id, {.text = "Le reçu.", .attachments = {kept}}));
  const fs::path file = incident_folder(practice(), id) / "attachments" / kept.digest.hex();
  EXPECT_TRUE(has_attachment(practice(), id, kept));

  fs::resize_file(file, 0);  // the disk lost it
  EXPECT_FALSE(has_attachment(practice(), id, kept));
  EXPECT_EQ(failure(read_attachment(practice(), id, kept.digest)), ErrorKind::damaged);
  const io::testing::TemporaryFolder out;
  const auto without = export_incident(practice(), id, out / "sans").take();
  EXPECT_THAT(without.missing, ElementsAre("2-reçu.pdf"));
  EXPECT_FALSE(fs::exists(without.bag / "data/attachments/2-reçu.pdf"));
  EXPECT_TRUE(fs::exists(without.bag / "data/PIECES-MANQUANTES.txt"));

  ASSERT_TRUE(ok(keep_attachment(practice(), id, "reçu.pdf", bytes)));
  EXPECT_TRUE(has_attachment(practice(), id, kept));
  const auto whole = export_incident(practice(), id, out / "avec").take();
  EXPECT_THAT(whole.missing, IsEmpty());
  EXPECT_EQ(fs::file_size(whole.bag / "data/attachments/2-reçu.pdf"), receipt.size());
  fs::remove(file);
  EXPECT_FALSE(has_attachment(practice(), id, kept));
}

TEST_P(Incidents, RefuseAnOpeningInTheFutureOrAwarenessBeforeTheAlert) {
  const auto future = open_incident(practice(), {.alert = now() + std::chrono::hours(1)});
  ASSERT_TRUE(ok(future));
  EXPECT_THAT(fields_of(future->problems), ElementsAre("alert"));
  const auto before = open_incident(
      practice(), {.alert = now(), .aware = now() - std::chrono::hours(1), .attack_known = now() + Days{1}});
  ASSERT_TRUE(ok(before));
  EXPECT_THAT(fields_of(before->problems), ElementsAre("aware", "attack_known"));
  EXPECT_THAT(incidents(practice()).value(), IsEmpty()) << "nothing was written";
}

TEST_P(Incidents, SayWhenTheDatabaseRemembersMoreThanTheJournalHolds) {
  const IncidentId id = open();
  accept(note(practice(), id, {.text = "un"}));
  const fs::path file = incident_folder(practice(), id) / "journal.garde";
  fs::copy_file(file, file.string() + ".old");
  accept(note(practice(), id, {.text = "deux"}));
  fs::rename(file.string() + ".old", file);
  EXPECT_EQ(status(id)->journal.against_database, journal::WitnessVerdict::shorter);
  EXPECT_FALSE(status(id)->journal.is_sound());
}

TEST_P(Incidents, TakeNothingMoreOnceTheirJournalWasChanged) {
  const IncidentId id = open();
  accept(note(practice(), id, {.text = "un"}));
  {
    std::fstream file(incident_folder(practice(), id) / "journal.garde",
                      std::ios::in | std::ios::out | std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    file.seekp(static_cast<std::streamoff>(text.find("text un") + 5));
    file.put('X');
  }
  EXPECT_EQ(failure(note(practice(), id, {.text = "deux"})), ErrorKind::damaged);
  EXPECT_FALSE(status(id)->journal.is_sound());
  EXPECT_TRUE(ok(journal_bytes(practice(), id)));
}

TEST_P(Incidents, CloseWithTheirCriteriaOrAReason) {
  const IncidentId id = open();
  const auto refused = close_incident(practice(), id, {});
  ASSERT_TRUE(ok(refused));
  EXPECT_THAT(fields_of(*refused), ElementsAre("text"));
  accept(close_incident(practice(), id, {.criteria = {}, .text = "Fausse alerte."}));
  EXPECT_EQ(failure(close_incident(practice(), id, {.criteria = {}, .text = "Encore."})), ErrorKind::conflict);
  EXPECT_EQ(open_incident_id(practice()).value(), std::nullopt);
}

TEST_P(Incidents, KeepWhatIsHandedInAndNoticeWhenItChanged) {
  const IncidentId id = open();
  const std::string bytes = "récépissé";
  const auto kept = keep_attachment(practice(), id, "C:\\Users\\a\\récépissé\n.pdf", std::as_bytes(std::span(bytes)));
  ASSERT_TRUE(ok(kept));
  EXPECT_EQ(kept->name, "récépissé_.pdf");
  accept(declare(practice(), id, DeclarationId::of("complaint"),
                 {.state = incident::DeclarationState::filed, .number = "2026/1", .receipt = *kept}));
  ASSERT_TRUE(ok(read_attachment(practice(), id, kept->digest)));
  std::ofstream(incident_folder(practice(), id) / "attachments" / kept->digest.hex(), std::ios::app) << 'x';
  EXPECT_EQ(failure(read_attachment(practice(), id, kept->digest)), ErrorKind::damaged);
}

TEST_P(Incidents, TakeNotesFromAKitTogetherOrNot) {
  const IncidentId id = open();
  pass(std::chrono::hours(1));
  const auto refused =
      note_all(practice(), id, {{.text = "Réseau débranché."}, {.text = "Plus tard", .fact = now() + Days{1}}});
  ASSERT_TRUE(ok(refused));
  EXPECT_THAT(fields_of(*refused), ElementsAre("fact"));
  EXPECT_THAT(status(id)->entries, SizeIs(1));
  accept(note_all(practice(), id,
                  {{.text = "Réseau débranché."}, {.text = "Appelé.", .fact = now() - std::chrono::minutes(5)}}));
  EXPECT_THAT(status(id)->entries, SizeIs(3));
  EXPECT_TRUE(status(id)->journal.is_sound());
}

TEST_P(Incidents, AreInTheRegisterTheNewestFirstWithoutExercises) {
  const IncidentId first = open();
  pass(std::chrono::hours(1));
  open(incident::Exercise::yes);
  const IncidentId second = open();
  accept(set_fields(practice(), second, {{FieldId::of("circumstances"), "Un courriel piégé."}}));
  const IncidentId damaged = open();
  fs::resize_file(incident_folder(practice(), damaged) / "journal.garde", 10);
  const auto rows = incident_register(practice());
  ASSERT_TRUE(ok(rows));
  ASSERT_THAT(*rows, SizeIs(2));
  EXPECT_EQ(rows->front().incident, second.text());
  EXPECT_THAT(rows->front().facts, testing::HasSubstr("Un courriel piégé."));
  EXPECT_EQ(rows->back().incident, first.text());
}

TEST_P(Incidents, NeedAReasonToDecideForLessThanTheAdvice) {
  const IncidentId id = open();
  const auto bare = decide(practice(), id, incident::Verdict::none, " \n");
  ASSERT_TRUE(ok(bare));
  EXPECT_THAT(fields_of(*bare), ElementsAre("reason"));
  EXPECT_EQ(incident::decided(status(id)->incident), std::nullopt);
  accept(decide(practice(), id, incident::Verdict::none, "Aucune donnée sur ce poste."));
  EXPECT_EQ(incident::decided(status(id)->incident), incident::Verdict::none);
  accept(decide(practice(), id, incident::Verdict::high, ""));
  EXPECT_EQ(incident::decision_reason(status(id)->incident), "") << "the reason was for another decision";
}

TEST_P(Incidents, AskForAReasonOfAMomentThatWasKnownOtherwise) {
  const IncidentId id = open();
  pass(std::chrono::hours(2));
  const auto bare = record_moment(practice(), id, incident::moment::aware(), now(), "");
  ASSERT_TRUE(ok(bare));
  EXPECT_THAT(fields_of(*bare), ElementsAre("reason"));
  accept(record_moment(practice(), id, incident::moment::aware(), now(), "Le technicien le dit."));
  const auto early = record_moment(practice(), id, incident::moment::aware(), now() - Days{1}, "Avant.");
  ASSERT_TRUE(ok(early));
  EXPECT_THAT(fields_of(*early), ElementsAre("at"));
}

TEST_P(Incidents, ThatAreExercisesProveWhatWasDoneInThemOnlyOnceClosed) {
  const IncidentId id = open(incident::Exercise::yes);
  EXPECT_TRUE(id.text().starts_with("exercice-"));
  accept(note(practice(), id, {.text = "Les quatre gestes sont faits."}));
  EXPECT_THAT(exercise_evidence(practice()).value(), IsEmpty());
  accept(close_incident(practice(), id, {.criteria = {}, .text = "Fin de l’exercice."}));
  const auto evidence = exercise_evidence(practice());
  ASSERT_TRUE(ok(evidence));
  ASSERT_THAT(*evidence, SizeIs(1));
  EXPECT_EQ(evidence->front().level, evidence::ProofLevel::measured);
}

TEST_P(Incidents, AreCollectedAndExportedAsBagsThatSha256sumVerifies) {
  const IncidentId id = open();
  const io::testing::TemporaryFolder folder;
  std::ofstream(folder / "rançon.txt") << "payez";
  const auto collected =
      collect_evidence(practice(), id, {.output = folder.path(), .ransom_notes = {(folder / "rançon.txt").string()}});
  ASSERT_TRUE(ok(collected));
  const auto exported = export_incident(practice(), id, folder / "export");
  ASSERT_TRUE(ok(exported));
  for (const fs::path& bag : {collected->bag, exported->bag})
    EXPECT_EQ(std::system(("cd '" + bag.string() + "' && sha256sum --quiet --strict -c manifest-sha256.txt").c_str()),
              0);
  EXPECT_TRUE(fs::exists(exported->bag / "data/documents"));
  EXPECT_EQ(failure(export_incident(practice(), id, folder / "export")), ErrorKind::conflict);
  const auto zip = export_incident_zip(practice(), id);
  ASSERT_TRUE(ok(zip));
  EXPECT_TRUE(zip->bytes.starts_with("PK"));
  EXPECT_TRUE(fs::is_empty(practice().folder() / "scratch")) << "made for the browser alone";
}

TEST_P(Incidents, KnowNoRecoveryTimeBeforeADrill) {
  EXPECT_THAT(measured_recoveries(practice()).value(), IsEmpty());
  const auto board = recovery_board(practice());
  ASSERT_TRUE(ok(board));
  for (const incident::BoardRow& row : *board) EXPECT_FALSE(row.measured.has_value());
}

// What a service waits for must be something the practice has a backup of.
TEST_P(Incidents, NameOnlyDataSetsThatThereAre) {
  for (const incident::Service& service : library().recovery_services.services)
    for (const backups::DataSetId& id : service.data_sets)
      EXPECT_THAT(library().questionnaire.data_sets(), Contains(Field(&diagnostic::DataSet::id, id)));
}

}  // namespace
}  // namespace garde::actions
