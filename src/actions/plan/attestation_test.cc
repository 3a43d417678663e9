#include "actions/plan/attestation.h"

#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Attesting : public PracticeUnderTest {
 protected:
  static AttestationForm reply_for_the_agenda() {
    AttestationForm form;
    form.attested_by = "M. Lefort, Informatique du Lac";
    form.received_on = "2026-11-20";
    form.replies["backup-exists/agenda"] = {"yes", "", "Chaque nuit, sur deux disques"};
    form.replies["restore-tested/agenda"] = {"yes", "2026-10-02", ""};
    return form;
  }
  std::vector<std::string> fields_refused(const AttestationForm& form) {
    const auto problems = enter_attestation(practice(), form);
    EXPECT_TRUE(ok(problems));
    std::vector<std::string> fields;
    for (const FieldProblem& problem : *problems) {
      fields.push_back(problem.field);
      EXPECT_TRUE(library().texts.has(problem.message.key)) << problem.message.key;
    }
    return fields;
  }
  std::vector<ReceivedAttestation> received() {
    auto all = received_attestations(practice());
    EXPECT_TRUE(ok(all));
    return std::move(all).value();
  }
};
GARDE_ON_EVERY_ENGINE(Attesting);

TEST_P(Attesting, KeepsWhoSaidWhatAndWhen) {
  EXPECT_THAT(fields_refused(reply_for_the_agenda()), IsEmpty());
  const auto all = received();
  ASSERT_EQ(all.size(), 1U);
  const evidence::Attestation& kept = all.front().attestation;
  EXPECT_EQ(kept.attested_by, "M. Lefort, Informatique du Lac");
  EXPECT_EQ(kept.received_on, *parse_date("2026-11-20"));
  EXPECT_EQ(kept.entered_at, now());
  const evidence::AttestedReply exists{evidence::Claim::of("backup-exists/agenda"), evidence::Reply::yes, std::nullopt,
                                       "Chaque nuit, sur deux disques"};
  const evidence::AttestedReply restored{evidence::Claim::of("restore-tested/agenda"), evidence::Reply::yes,
                                         *parse_date("2026-10-02"), ""};
  EXPECT_THAT(kept.replies, UnorderedElementsAre(exists, restored));
}

TEST_P(Attesting, GivesBackTheDocumentByteForByte) {
  AttestationForm form = reply_for_the_agenda();
  std::string bytes = "%PDF-1.7\r\n";
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  form.document = AttachedFile{"../../etc/réponse <1>.pdf", "application/pdf", bytes};
  EXPECT_THAT(fields_refused(form), IsEmpty());
  const auto all = received();
  ASSERT_TRUE(all.front().document);
  const auto file = read_document(practice(), all.front().document->id);
  ASSERT_TRUE(ok(file));
  EXPECT_EQ(file->bytes, bytes);
  EXPECT_EQ(file->description.file_name, "../../etc/réponse <1>.pdf");
}

TEST_P(Attesting, TakesADocumentOfTheLargestSizeAndNotOneByteMore) {
  AttestationForm form = reply_for_the_agenda();
  form.document = AttachedFile{"scan.pdf", "application/pdf", std::string(kMaxDocumentSize.value + 1, 'x')};
  EXPECT_THAT(fields_refused(form), ElementsAre("document"));
  EXPECT_THAT(received(), IsEmpty());
  form.document->bytes.pop_back();
  EXPECT_THAT(fields_refused(form), IsEmpty());
  EXPECT_EQ(received().front().document->size, kMaxDocumentSize);
}

TEST_P(Attesting, ListsEveryProblemAtOnceAndKeepsNothing) {
  AttestationForm form;
  form.attested_by = std::string(kMaxAttestedByLength + 1, 'x');
  form.received_on = "2026-11-24";  // tomorrow
  form.replies["backup-exists/agenda"] = {"perhaps", "", ""};
  form.replies["restore-tested/agenda"] = {"yes", "hier", std::string(kMaxReplyDetailLength + 1, 'y')};
  form.document = AttachedFile{"scan.pdf", "application/pdf", std::string(kMaxDocumentSize.value + 1, 'x')};
  EXPECT_THAT(fields_refused(form),
              UnorderedElementsAre("attested_by", "received_on", "reply-backup-exists/agenda",
                                   "day-restore-tested/agenda", "detail-restore-tested/agenda", "document"));
  EXPECT_THAT(received(), IsEmpty());
}

TEST_P(Attesting, NeedsANameADayAndAReply) {
  EXPECT_THAT(fields_refused({}), UnorderedElementsAre("attested_by", "received_on"));
  AttestationForm form = reply_for_the_agenda();
  form.replies.clear();
  EXPECT_THAT(fields_refused(form), ElementsAre("form"));
  form.replies["backup-exists/agenda"] = {"", "2026-10-02", "rien coché"};
  EXPECT_THAT(fields_refused(form), ElementsAre("form"));
}

TEST_P(Attesting, PassesOverAClaimThatWasNotAsked) {
  AttestationForm form = reply_for_the_agenda();
  form.replies["team-trained/practice"] = {"yes", "", ""};
  EXPECT_THAT(fields_refused(form), IsEmpty());
  const auto all = received();
  for (const evidence::AttestedReply& reply : all.front().attestation.replies)
    EXPECT_NE(evidence::to_text(reply.claim), "team-trained/practice");
}

TEST_P(Attesting, ShowsTheNewestFirst) {
  AttestationForm form = reply_for_the_agenda();
  form.attested_by = "first";
  EXPECT_THAT(fields_refused(form), IsEmpty());
  pass(std::chrono::minutes{1});
  form.attested_by = "second";
  EXPECT_THAT(fields_refused(form), IsEmpty());
  const auto all = received();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.front().attestation.attested_by, "second");
}

TEST_P(Attesting, HasNoDocumentThatWasNotGiven) {
  EXPECT_EQ(storage::failure(read_document(practice(), evidence::DocumentId::of("none"))), ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::actions
