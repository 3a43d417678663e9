// The stores on every engine: what goes in comes out, for its own practice only, and damage is noticed.
#include <algorithm>

#include "storage/answer_store.h"
#include "storage/document_store.h"
#include "storage/migrations.h"
#include "storage/plan_store.h"
#include "storage/practice_store.h"
#include "storage/session_store.h"
#include "storage/setting_store.h"
#include "storage/sign_in_store.h"
#include "storage/statement_store.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

using evidence::AttestationId;
using evidence::Claim;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const Instant kNow = *parse_instant("2026-11-23T17:30:00.123Z");
const Instant kLater = kNow + std::chrono::hours(1);

Blob bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

class Stores : public EngineTest {
 protected:
  Stores() {
    EXPECT_TRUE(ok(migrate(connection(), kNow)));
    EXPECT_TRUE(
        ok(connection().execute(R"sql(INSERT INTO practice (id, name, created_at) VALUES ('other', 'Autre', 0))sql")));
  }
  // The value, or a failed test.
  template <class T>
  T get(Result<T> result) {
    if (!result) fail_check("a store", describe(result.error()), 0);
    return std::move(result).take();
  }
  const PracticeId own_ = default_practice();
  const PracticeId other_ = PracticeId::of("other");
};

class Practices : public Stores {};
GARDE_ON_EVERY_ENGINE(Practices);

TEST_P(Practices, StartWithOneWithoutAName) {
  EXPECT_EQ(load_practice(connection(), own_), (Practice{own_, "", kNow}));
  EXPECT_EQ(failure(load_practice(connection(), PracticeId::of("nowhere"))), ErrorKind::not_found);
}

TEST_P(Practices, AreRenamedOneByOne) {
  ASSERT_TRUE(ok(rename_practice(connection(), own_, "Cabinet du Dʳ Noël")));
  EXPECT_EQ(get(load_practice(connection(), own_)).name, "Cabinet du Dʳ Noël");
  EXPECT_EQ(get(load_practice(connection(), other_)).name, "Autre");
  EXPECT_EQ(failure(rename_practice(connection(), PracticeId::of("nowhere"), "x")), ErrorKind::not_found);
}

class Settings : public Stores {};
GARDE_ON_EVERY_ENGINE(Settings);

TEST_P(Settings, AreKeptByPracticeAndName) {
  EXPECT_EQ(get(load_setting(connection(), own_, "a")), std::nullopt);
  ASSERT_TRUE(ok(save_setting(connection(), own_, "a", "1")));
  ASSERT_TRUE(ok(save_setting(connection(), own_, "a", "")));
  ASSERT_TRUE(ok(save_setting(connection(), own_, "b", "2")));
  ASSERT_TRUE(ok(save_setting(connection(), other_, "a", "3")));
  EXPECT_EQ(get(load_setting(connection(), own_, "a")), "");
  ASSERT_TRUE(ok(remove_setting(connection(), own_, "a")));
  EXPECT_EQ(get(load_setting(connection(), own_, "a")), std::nullopt);
  EXPECT_EQ(get(load_setting(connection(), own_, "b")), "2");
  EXPECT_EQ(get(load_setting(connection(), other_, "a")), "3");
}

TEST_P(Settings, OfAnUnknownPracticeAreRefused) {
  EXPECT_EQ(failure(save_setting(connection(), PracticeId::of("nowhere"), "a", "1")), ErrorKind::conflict);
}

class AnswerStore : public Stores {
 protected:
  static diagnostic::QuestionId question(std::string_view id) { return diagnostic::QuestionId::parse(id).value(); }
  static diagnostic::AnswerId answer(std::string_view id) { return diagnostic::AnswerId::parse(id).value(); }
};
GARDE_ON_EVERY_ENGINE(AnswerStore);

TEST_P(AnswerStore, GivesBackEveryKindOfAnswer) {
  const diagnostic::Answers answers{
      {question("q-single"), {diagnostic::Choice(answer("yes")), kNow}},
      {question("q-one"), {diagnostic::Choices{answer("a")}, kNow}},
      {question("q-many"), {diagnostic::Choices{answer("b"), answer("a"), answer("c-3")}, kLater}},
      {question("q-date"), {*parse_date("2026-02-28"), kNow}},
      {question("q-text"), {std::string("Cabinet « Les Lilas » \n 2 ?"), kNow}},
      {question("q-empty"), {std::string(), kNow}},
  };
  for (const auto& [id, given] : answers) ASSERT_TRUE(ok(save_answer(connection(), own_, id, given)));
  EXPECT_EQ(get(load_answers(connection(), own_)), answers);
  EXPECT_THAT(get(load_answers(connection(), other_)), IsEmpty());
}

TEST_P(AnswerStore, KeepsTheLastAnswer) {
  ASSERT_TRUE(ok(save_answer(connection(), own_, question("q"), {diagnostic::Choice(answer("yes")), kNow})));
  ASSERT_TRUE(ok(save_answer(connection(), own_, question("q"), {std::string("x"), kLater})));
  EXPECT_EQ(get(load_answers(connection(), own_)), (diagnostic::Answers{{question("q"), {std::string("x"), kLater}}}));
  ASSERT_TRUE(ok(remove_answer(connection(), other_, question("q"), kLater)));
  EXPECT_EQ(get(load_answers(connection(), own_)).size(), 1U);
  ASSERT_TRUE(ok(remove_answer(connection(), own_, question("q"), kLater)));
  EXPECT_THAT(get(load_answers(connection(), own_)), IsEmpty());
}

TEST_P(AnswerStore, CallsAValueThatIsNoneOfItsKindDamage) {
  constexpr Sql kBreak = R"sql(UPDATE answer SET kind = ?, value = ?)sql";
  ASSERT_TRUE(ok(save_answer(connection(), own_, question("q"), {diagnostic::Choice(answer("yes")), kNow})));
  for (const auto& [kind, value] : {std::pair("choice", "Yes"),
                                    {"choice", ""},
                                    {"choices", ""},
                                    {"choices", "a  b"},
                                    {"choices", "a "},
                                    {"date", "2026-02-30"},
                                    {"", "x"},
                                    {"number", "1"}}) {
    ASSERT_TRUE(ok(connection().execute(kBreak, {kind, value})));
    EXPECT_EQ(failure(load_answers(connection(), own_)), ErrorKind::damaged) << kind << " " << value;
  }
}

TEST_P(AnswerStore, KeepsEveryAnswerAndWhatWasTakenBack) {
  const auto q = question("q");
  ASSERT_TRUE(ok(remove_answer(connection(), own_, q, kNow)));
  EXPECT_THAT(get(load_answer_history(connection(), own_)), IsEmpty());
  ASSERT_TRUE(ok(save_answer(connection(), own_, q, {diagnostic::Choice(answer("no")), kNow})));
  ASSERT_TRUE(ok(save_answer(connection(), own_, q, {diagnostic::Choice(answer("yes")), kNow})));
  ASSERT_TRUE(ok(remove_answer(connection(), own_, q, kLater)));
  ASSERT_TRUE(ok(remove_answer(connection(), own_, q, kLater)));
  const auto history = get(load_answer_history(connection(), own_));
  EXPECT_THAT(history, ElementsAre(diagnostic::AnswerEntry{q, diagnostic::Choice(answer("no")), kNow},
                                   diagnostic::AnswerEntry{q, diagnostic::Choice(answer("yes")), kNow},
                                   diagnostic::AnswerEntry{q, std::nullopt, kLater}));
  EXPECT_EQ(diagnostic::answers_at(history, kNow),
            (diagnostic::Answers{{q, {diagnostic::Choice(answer("yes")), kNow}}}));
  EXPECT_THAT(diagnostic::answers_at(history, kLater), IsEmpty());
}

class PlanStore : public Stores {};
GARDE_ON_EVERY_ENGINE(PlanStore);

TEST_P(PlanStore, KeepsWhatWasWrittenLast) {
  const auto measure = plan::MeasureId::of("check-backups");
  const plan::ActionNotes first{"Dr Martin", *parse_date("2027-01-04"), "Appeler\nM. Lefort", kNow};
  const plan::ActionNotes second{"", std::nullopt, "", kLater};
  ASSERT_TRUE(ok(save_action_notes(connection(), own_, measure, first)));
  EXPECT_THAT(get(load_plan_notes(connection(), own_)), ElementsAre(Pair(measure, first)));
  ASSERT_TRUE(ok(save_action_notes(connection(), own_, measure, second)));
  EXPECT_THAT(get(load_plan_notes(connection(), own_)), ElementsAre(Pair(measure, second)));
  EXPECT_THAT(get(load_plan_notes(connection(), other_)), IsEmpty());
}

class DocumentStore : public Stores {
 protected:
  static NewDocument letter() { return {DocumentId::of("d1"), "Attestation – août.pdf", "application/pdf", kNow}; }
};
GARDE_ON_EVERY_ENGINE(DocumentStore);

TEST_P(DocumentStore, GivesBackTheBytesWithTheirHash) {
  const Blob bytes = bytes_of(std::string("abc"));
  const auto stored = get(add_document(connection(), own_, letter(), bytes));
  EXPECT_EQ(stored.sha256.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(stored.size, 3_B);
  EXPECT_EQ(get(load_document(connection(), own_, stored.id)), stored);
  EXPECT_EQ(get(load_document_bytes(connection(), own_, stored.id)), bytes);
}

TEST_P(DocumentStore, KeepsAnEmptyDocument) {
  const auto stored = get(add_document(connection(), own_, letter(), {}));
  EXPECT_EQ(get(load_document_bytes(connection(), own_, stored.id)), Blob());
}

TEST_P(DocumentStore, ShowsADocumentToItsPracticeOnly) {
  const auto stored = get(add_document(connection(), own_, letter(), bytes_of("abc")));
  EXPECT_EQ(get(load_document(connection(), other_, stored.id)), std::nullopt);
  EXPECT_THAT(get(load_documents(connection(), other_)), IsEmpty());
  EXPECT_EQ(failure(load_document_bytes(connection(), other_, stored.id)), ErrorKind::not_found);
  EXPECT_EQ(failure(remove_document(connection(), other_, stored.id)), ErrorKind::not_found);
  EXPECT_TRUE(ok(remove_document(connection(), own_, stored.id)));
  EXPECT_EQ(failure(remove_document(connection(), own_, stored.id)), ErrorKind::not_found);
}

TEST_P(DocumentStore, ListsTheNewestFirst) {
  auto document = letter();
  const auto first = get(add_document(connection(), own_, document, bytes_of("a")));
  document.id = DocumentId::of("d0");
  document.stored_at = kLater;
  const auto second = get(add_document(connection(), own_, document, bytes_of("b")));
  EXPECT_THAT(get(load_documents(connection(), own_)), ElementsAre(second, first));
}

TEST_P(DocumentStore, RefusesAnIdTwice) {
  ASSERT_TRUE(ok(add_document(connection(), own_, letter(), bytes_of("a"))));
  EXPECT_EQ(failure(add_document(connection(), own_, letter(), bytes_of("b"))), ErrorKind::conflict);
}

TEST_P(DocumentStore, NoticesBytesThatHaveChanged) {
  ASSERT_TRUE(ok(add_document(connection(), own_, letter(), bytes_of("abc"))));
  ASSERT_TRUE(ok(connection().execute(R"sql(UPDATE document SET bytes = ?)sql", {bytes_of("abd")})));
  EXPECT_EQ(failure(load_document_bytes(connection(), own_, DocumentId::of("d1"))), ErrorKind::damaged);
}

class StatementStore : public Stores {
 protected:
  static evidence::Attestation attestation(std::string_view id) {
    return {AttestationId::parse(id).value(),
            "M. Lefort, Informatique du Lac",
            *parse_date("2026-11-20"),
            kNow,
            std::nullopt,
            {{Claim::of("restore-tested/agenda"), evidence::Reply::yes, *parse_date("2026-09-01"), "sur un poste neuf"},
             {Claim::of("backup-made/agenda"), evidence::Reply::no, std::nullopt, ""},
             {Claim::of("backup-made/agenda"), evidence::Reply::unknown, std::nullopt, "?"}}};
  }
  Result<void> add(const PracticeId& practice, const evidence::Attestation& attestation) {
    return transact(connection(), [&] { return add_attestation(connection(), practice, attestation); });
  }
};
GARDE_ON_EVERY_ENGINE(StatementStore);

TEST_P(StatementStore, GivesBackAttestationsInTheOrderTheyWereEntered) {
  auto without_replies = attestation("a");
  without_replies.entered_at = kLater;
  without_replies.replies.clear();
  ASSERT_TRUE(ok(add(own_, without_replies)));
  ASSERT_TRUE(ok(add(own_, attestation("z"))));
  ASSERT_TRUE(ok(add(own_, attestation("y"))));
  ASSERT_TRUE(ok(add(other_, attestation("y"))));
  EXPECT_THAT(get(load_attestations(connection(), own_)),
              ElementsAre(attestation("y"), attestation("z"), without_replies));
  EXPECT_THAT(get(load_attestations(connection(), other_)), ElementsAre(attestation("y")));
}

TEST_P(StatementStore, LeavesNothingOfAnAttestationThatIsRefused) {
  auto with_document = attestation("a");
  with_document.document = DocumentId::of("d1");
  EXPECT_EQ(failure(add(own_, with_document)), ErrorKind::conflict);
  EXPECT_THAT(get(load_attestations(connection(), own_)), IsEmpty());
}

TEST_P(StatementStore, KeepsADocumentWhileAnAttestationRefersToIt) {
  ASSERT_TRUE(ok(add_document(connection(), own_, {DocumentId::of("d1"), "a.pdf", "application/pdf", kNow}, {})));
  auto with_document = attestation("a");
  with_document.document = DocumentId::of("d1");
  EXPECT_EQ(failure(add(other_, with_document)), ErrorKind::conflict) << "the document of another practice";
  ASSERT_TRUE(ok(add(own_, with_document)));
  EXPECT_EQ(failure(remove_document(connection(), own_, DocumentId::of("d1"))), ErrorKind::conflict);
  ASSERT_TRUE(ok(remove_attestation(connection(), own_, with_document.id)));
  EXPECT_TRUE(ok(remove_document(connection(), own_, DocumentId::of("d1"))));
}

TEST_P(StatementStore, RemovesAnAttestationWithItsReplies) {
  ASSERT_TRUE(ok(add(own_, attestation("a"))));
  EXPECT_EQ(failure(remove_attestation(connection(), other_, AttestationId::of("a"))), ErrorKind::not_found);
  ASSERT_TRUE(ok(remove_attestation(connection(), own_, AttestationId::of("a"))));
  EXPECT_THAT(get(load_attestations(connection(), own_)), IsEmpty());
  EXPECT_EQ(get(read_one(connection().query(R"sql(SELECT count(*) FROM attested_reply)sql"), &Row::integer)), 0);
}

TEST_P(StatementStore, CallsAReplyOfAnotherSpellingDamage) {
  ASSERT_TRUE(ok(add(own_, attestation("a"))));
  ASSERT_TRUE(ok(connection().execute(R"sql(UPDATE attested_reply SET reply = 'maybe')sql")));
  EXPECT_EQ(failure(load_attestations(connection(), own_)), ErrorKind::damaged);
  ASSERT_TRUE(ok(connection().execute(R"sql(UPDATE attested_reply SET reply = 'yes', claim = 'x')sql")));
  EXPECT_EQ(failure(load_attestations(connection(), own_)), ErrorKind::damaged);
}

TEST_P(StatementStore, KeepsTheLastDeclarationAboutAClaim) {
  const evidence::Declaration said{Claim::of("contact-sheet/practice"), true, kNow};
  const evidence::Declaration taken_back{said.claim, false, kLater};
  ASSERT_TRUE(ok(save_declaration(connection(), own_, said)));
  ASSERT_TRUE(ok(save_declaration(connection(), other_, said)));
  ASSERT_TRUE(ok(save_declaration(connection(), own_, taken_back)));
  EXPECT_THAT(get(load_declarations(connection(), own_)), ElementsAre(taken_back));
  EXPECT_THAT(get(load_declaration_history(connection(), own_)), ElementsAre(said, taken_back));
  EXPECT_THAT(get(load_declarations(connection(), other_)), ElementsAre(said));
}

class SignInStore : public Stores {};
GARDE_ON_EVERY_ENGINE(SignInStore);

TEST_P(SignInStore, KeepsTheHashOfTheLastPassword) {
  EXPECT_EQ(get(load_sign_in(connection(), own_)), std::nullopt);
  ASSERT_TRUE(ok(save_password(connection(), own_, "$argon2id$…", kNow)));
  EXPECT_EQ(get(load_sign_in(connection(), own_)), (SignIn{"$argon2id$…", kNow}));
  ASSERT_TRUE(ok(save_password(connection(), own_, "new", kLater)));
  EXPECT_EQ(get(load_sign_in(connection(), own_)), (SignIn{"new", kLater}));
  ASSERT_TRUE(ok(remove_password(connection(), own_)));
  EXPECT_EQ(get(load_sign_in(connection(), own_)), std::nullopt);
}

class SessionStore : public Stores {
 protected:
  Session session(std::string_view token) {
    return {crypto::sha256(bytes_of(token)), own_, "csrf-" + std::string(token), kNow, kNow, kLater};
  }
};
GARDE_ON_EVERY_ENGINE(SessionStore);

TEST_P(SessionStore, FindsASessionUntilItExpires) {
  const auto one = session("one");
  ASSERT_TRUE(ok(add_session(connection(), one)));
  EXPECT_EQ(get(find_session(connection(), one.token, kNow)), one);
  EXPECT_EQ(get(find_session(connection(), one.token, kLater - std::chrono::milliseconds(1))), one);
  EXPECT_EQ(get(find_session(connection(), one.token, kLater)), std::nullopt);
  EXPECT_EQ(get(find_session(connection(), session("two").token, kNow)), std::nullopt);
  EXPECT_EQ(failure(add_session(connection(), one)), ErrorKind::conflict);
}

TEST_P(SessionStore, LivesOnWhenExtended) {
  auto one = session("one");
  ASSERT_TRUE(ok(add_session(connection(), one)));
  one.last_seen_at = kNow + std::chrono::minutes(30);
  one.expires_at = kLater + std::chrono::minutes(30);
  ASSERT_TRUE(ok(extend_session(connection(), one.token, one.last_seen_at, one.expires_at)));
  EXPECT_EQ(get(find_session(connection(), one.token, kLater)), one);
}

TEST_P(SessionStore, EndsOneAllOrTheExpiredOnes) {
  auto expired = session("expired");
  expired.expires_at = kNow;
  auto elsewhere = session("elsewhere");
  elsewhere.practice = other_;
  for (const auto& each : {session("one"), session("two"), session("three"), expired, elsewhere})
    ASSERT_TRUE(ok(add_session(connection(), each)));
  const auto left = [&] {
    return get(read_one(connection().query(R"sql(SELECT count(*) FROM session)sql"), &Row::integer));
  };
  ASSERT_TRUE(ok(remove_session(connection(), session("one").token)));
  EXPECT_EQ(left(), 4);
  ASSERT_TRUE(ok(remove_expired_sessions(connection(), kNow)));
  EXPECT_EQ(left(), 3);
  ASSERT_TRUE(ok(remove_sessions(connection(), own_)));
  EXPECT_EQ(get(find_session(connection(), elsewhere.token, kNow)), elsewhere);
  EXPECT_EQ(left(), 1);
}

}  // namespace
}  // namespace garde::storage
