// What the documents of an incident say, from a journal's entries to the printed page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents/incident/incident_document.h"
#include "documents/incident/incident_entry.h"
#include "documents/incident/incident_kit.h"
#include "documents/incident/incident_register.h"
#include "documents/incident/incident_values.h"
#include "documents/incident/witness_card.h"
#include "incident/collection.h"
#include "incident/entries.h"
#include "pdf/oracles.h"

namespace garde::documents {
namespace {

using incident::Exercise;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Content {
  text::Catalogue texts;
  IncidentContent documents;
  incident::BreachPath path;
  incident::RecoveryServices services;
  incident::Rules rules;
};

const Content& content_of_the_program() {
  static const Content read = [] {
    const content::Files files = content::Files::from_program();
    content::Problems problems;
    Content all{text::Catalogue::read(files, "fr", problems), IncidentContent::read(files, problems),
                incident::BreachPath::read(files, problems), incident::RecoveryServices::read(files, problems),
                incident::Rules::read(files, problems)};
    EXPECT_THAT(problems, IsEmpty());
    return all;
  }();
  return read;
}

const Instant kAlert = *parse_instant("2026-10-23T16:10:00Z");
const Instant kNow = *parse_instant("2026-10-24T08:00:00Z");

// A screen asked for money on a Friday evening; what is known grows with each record().
class IncidentDocuments : public testing::Test {
 protected:
  explicit IncidentDocuments(Exercise exercise = Exercise::no) : exercise_(exercise) {
    record(incident::opened({.situation = incident::Situation::ransom, .alert = kAlert}, writing()));
  }

  incident::Writing writing() const { return {.now = kNow, .author = "Cabinet"}; }
  void record(journal::Draft draft) {
    entries_.push_back({entries_.size() + 1, exercise_, std::move(draft)});
    const journal::Header header{incident::IncidentId::of("2026-10-23-1"), kAlert, exercise_, {}};
    auto read = incident::read_incident(header, entries_);
    ASSERT_TRUE(read) << describe(read.error());
    incident_ = std::move(read).take();
  }
  void give(std::map<incident::FieldId, std::string> values) {
    for (journal::Draft& draft : incident::fields_given(values, writing())) record(std::move(draft));
  }
  IncidentFile file() const {
    const Content& content = content_of_the_program();
    return {.practice = "Cabinet de l’Étang",
            .now = kNow,
            .zone = zone_,
            .texts = content.texts,
            .content = content.documents,
            .path = content.path,
            .services = content.services,
            .rules = content.rules,
            .incident = *incident_,
            .entries = entries_,
            .clocks = incident::clocks_of(*incident_, content.rules, kNow),
            .before = before_,
            .witness = "3 abeille abondant"};
  }
  IncidentDocument make(std::string_view id, Vocabulary vocabulary = Vocabulary::cnil) const {
    const Content& content = content_of_the_program();
    const DocumentTemplate* wanted = content.documents.find(IncidentDocumentId::parse(id).value());
    const auto board = incident::recovery_board(content.services, {}, {});
    return make_incident_document(file(), board, *wanted, vocabulary);
  }
  std::string text_of(std::string_view id, Vocabulary vocabulary = Vocabulary::cnil) const {
    return incident_text(make(id, vocabulary), content_of_the_program().texts);
  }

  Exercise exercise_;
  std::vector<journal::Entry> entries_;
  std::optional<incident::Incident> incident_;
  std::optional<incident::Incident> before_;
  text::Zone zone_ = text::Zone::named("Europe/Paris").take();
};

class ExerciseDocuments : public IncidentDocuments {
 protected:
  ExerciseDocuments() : IncidentDocuments(Exercise::yes) {}
};

const incident::FieldId kCircumstances = incident::FieldId::of("circumstances");
const incident::FieldId kOrigin = incident::FieldId::of("origin");
const incident::FieldId kPersons = incident::FieldId::of("persons-count");

TEST_F(IncidentDocuments, SayOfAnEntryWhatAPersonReadsAndNothingForPrograms) {
  incident::Writing with_time = writing();
  with_time.running = incident::RunningTime{"0f9a-boot", std::chrono::milliseconds(12345)};
  for (journal::Draft& draft : incident::fields_given({{incident::FieldId::of("facts"), "Un écran rouge."}}, with_time))
    record(std::move(draft));
  record(incident::moment_recorded(incident::moment::aware(), kNow, "Le technicien le dit.", {}, with_time));
  record(incident::precondition_met(incident::PreconditionId::of("technician-named"), "Nadia", with_time));
  record(incident::collected({"/tmp/a", 3, ByteCount{2'000'000}, {}, {}}, with_time));
  std::string all;
  for (const journal::Entry& entry : file().entries) all += entry_words(file(), entry) + "\n";
  for (const std::string_view word :
       {"0f9a-boot", "12345", "value-", "technician-named", "aware", "ransom", "2026-10-23T", "2000000"})
    EXPECT_THAT(all, Not(HasSubstr(std::string(word))));
  for (const std::string_view word : {"Un écran rouge.", "Nadia", "Un technicien est nommé", "vendredi 23"})
    EXPECT_THAT(all, HasSubstr(std::string(word)));
}

TEST_F(IncidentDocuments, SayWhatIsMissingAndLeaveNothingOut) {
  const IncidentDocument first = make("cnil-initial");
  EXPECT_GT(first.missing_count, 10U);
  EXPECT_THAT(text_of("cnil-initial"), HasSubstr("Origine de la violation\u00A0: à compléter"));
  give({{kOrigin, "hacking"}, {kPersons, "environ 4 200"}});
  EXPECT_EQ(make("cnil-initial").missing_count, first.missing_count - 2);
  for (const DocumentTemplate& each : content_of_the_program().documents.documents)
    EXPECT_EQ(missing_in_document(file(), each), make(each.id.text()).missing_count) << each.id.text();
  EXPECT_THAT(text_of("cnil-initial"), AllOf(HasSubstr("Piratage, logiciel malveillant"), HasSubstr("environ 4 200"),
                                             HasSubstr("vendredi 23\u00A0octobre 2026 à 18\u00A0h\u00A010")));
}

TEST_F(IncidentDocuments, SpeakTheCnilsWordsOrTheDraftsAndSayThatItIsADraft) {
  give({{kOrigin, "hacking wrong-person"}});
  EXPECT_THAT(text_of("cnil-initial"), Not(HasSubstr("Rançongiciel ou chiffrement")));
  EXPECT_THAT(text_of("cnil-initial", Vocabulary::draft),
              AllOf(HasSubstr("Rançongiciel ou chiffrement d’un appareil"), HasSubstr("Type d’incident"),
                    HasSubstr("Projet mis en consultation")));
  EXPECT_THAT(make("cnil-initial", Vocabulary::draft).file_name, HasSubstr("projet"));
}

TEST_F(IncidentDocuments, ShowInTheComplementWhatChangedSinceTheNotification) {
  give({{kOrigin, "unknown"}, {kCircumstances, "Un écran rouge."}});
  before_ = incident_;
  give({{kOrigin, "hacking"}, {kPersons, "4 200"}});
  const std::string complement = text_of("cnil-complement");
  EXPECT_THAT(complement, AllOf(HasSubstr("Auparavant\u00A0: Inconnue à ce jour"),
                                HasSubstr("Auparavant\u00A0: pas encore connu")));
  EXPECT_THAT(text_of("cnil-initial"), Not(HasSubstr("Auparavant")));
  const IncidentDocument made = make("cnil-complement");
  for (const MadeSection& section : made.sections)
    for (const DocumentLine& line : section.lines)
      EXPECT_EQ(line.changed, line.value == "4 200" || line.value.starts_with("Piratage")) << line.label;
}

TEST_F(IncidentDocuments, TellPatientsWhatArticle34AsksAndNothingElse) {
  give({{kCircumstances, "nos ordinateurs ont été bloqués."},
        {incident::FieldId::of("data-kinds"), "identity health"},
        {incident::FieldId::of("measures-taken"), "Nous avons coupé le réseau."},
        {incident::FieldId::of("contact-name"), "le secrétariat"}});
  const std::string letter = text_of("patients-letter");
  EXPECT_THAT(letter, AllOf(HasSubstr("Le 23\u00A0octobre 2026, nos ordinateurs ont été bloqués."),
                            HasSubstr("Données de santé"), HasSubstr("le secrétariat"),
                            HasSubstr("[à compléter\u00A0: Recommandations aux personnes]")));
  EXPECT_THAT(letter, AllOf(Not(HasSubstr("CNIL")), Not(HasSubstr("RGPD"))));
}

TEST_F(IncidentDocuments, AreEachPrintedAndCanBeReadBack) {
  for (const DocumentTemplate& wanted : content_of_the_program().documents.documents) {
    const IncidentDocument made = make(wanted.id.text());
    const auto bytes = incident_pdf(made, content_of_the_program().texts);
    ASSERT_TRUE(bytes) << wanted.id.text() << ": " << describe(bytes.error());
    EXPECT_THAT(pdf::text_of(*bytes), AllOf(HasSubstr("Cabinet de l’Étang"), Not(HasSubstr("EXERCICE"))));
  }
}

TEST_F(IncidentDocuments, FillTheRegisterWithEveryFactAndTheReasonForNotNotifying) {
  give({{kCircumstances, "=1+1\nsuite"},
        {incident::decision_field(), "none"},
        {incident::decision_reason_field(), "Tout était chiffré."}});
  const std::string csv = register_csv({register_row(file())}, content_of_the_program().texts);
  EXPECT_THAT(csv, AllOf(HasSubstr("2026-10-23-1"), HasSubstr("Tout était chiffré."), HasSubstr("=1+1")));
  EXPECT_THAT(csv, Not(HasSubstr(";\"=")));
  EXPECT_TRUE(register_pdf({register_row(file())}, "Cabinet de l’Étang", file().day(), content_of_the_program().texts));
}

TEST_F(ExerciseDocuments, CannotBeTakenForARealIncident) {
  for (const DocumentTemplate& wanted : content_of_the_program().documents.documents) {
    const IncidentDocument made = make(wanted.id.text());
    EXPECT_TRUE(made.file_name.starts_with("EXERCICE-"));
    EXPECT_TRUE(made.title.starts_with("EXERCICE"));
    const std::string text = incident_text(made, content_of_the_program().texts);
    EXPECT_TRUE(text.starts_with("EXERCICE"));
    const auto bytes = incident_pdf(made, content_of_the_program().texts);
    ASSERT_TRUE(bytes);
    EXPECT_THAT(pdf::text_of(*bytes), HasSubstr("ceci n’est pas un incident réel"));
  }
}

TEST(IncidentKit, PrintsFirstStepsOrderAndBlankSheets) {
  const Content& content = content_of_the_program();
  const Kit kit{"Cabinet de l’Étang",
                utc_day_of(kNow),
                {"Débranchez le câble réseau.", "Ne l’éteignez pas."},
                {{"Police ou gendarmerie", "17", "Plainte", "tel:17"}},
                incident::recovery_board(content.services, {}, {})};
  const auto paper = incident_kit_pdf(kit, content.texts);
  ASSERT_TRUE(paper);
  EXPECT_THAT(pdf::text_of(*paper), AllOf(HasSubstr("Débranchez le câble réseau."), HasSubstr("Agenda du jour")));
  const auto degraded = degraded_kit_pdf(kit, content.services, content.texts);
  ASSERT_TRUE(degraded);
  EXPECT_THAT(pdf::text_of(*degraded), AllOf(HasSubstr("jamais testé"), HasSubstr("Ordonnances faites sur papier"),
                                             HasSubstr("Feuille d’observation")));
}

TEST(IncidentContent, RefusesAPlaceOrALineThatIsNoValue) {
  const content::File file{"incident/documents.toml",
                           "version = \"t\"\n[[document]]\nid = \"a\"\ntitle = \"A\"\nfile_name = \"a\"\nhow = "
                           "\"H\"\nurl = \"https://example.org\"\n[[document.section]]\ntext = [\"{ghost}\"]\n"
                           "lines = [\"spectre\"]\ntable = \"nothing\"\n"};
  const content::Files files(std::vector{file});
  content::Problems problems;
  static_cast<void>(IncidentContent::read(files, problems));
  std::string all;
  for (const content::Problem& problem : problems) all += problem.text + "\n";
  EXPECT_THAT(all, AllOf(HasSubstr("ghost names no value"), HasSubstr("spectre names no value"),
                         HasSubstr("no table is called nothing")));
}

}  // namespace
}  // namespace garde::documents
