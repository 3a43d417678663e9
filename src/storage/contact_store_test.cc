#include "storage/contact_store.h"

#include "storage/document_store.h"
#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"

namespace garde::storage {
namespace {

using namespace contacts;  // NOLINT(google-build-using-namespace): the values of one subject
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kNow = *parse_instant("2026-11-23T17:30:00.123Z");
const Instant kLater = kNow + std::chrono::hours(1);
const Date kDay = *parse_date("2026-11-23");

class ContactStore : public EngineTest {
 protected:
  ContactStore() {
    EXPECT_TRUE(ok(migrate(connection(), kNow)));
    EXPECT_TRUE(
        ok(connection().execute(R"sql(INSERT INTO practice (id, name, created_at) VALUES ('other', '', 0))sql")));
  }
  ContactBook book(const PracticeId& practice = default_practice()) {
    auto loaded = load_contact_book(connection(), practice);
    EXPECT_TRUE(ok(loaded));
    return loaded ? *loaded : ContactBook{};
  }
  static Contact contact(std::string_view id) {
    return {.id = ContactId::parse(id).value(),
            .role = RoleId::of("provider"),
            .name = "Noëlle d’Œuf-L’Hôte",
            .organisation = "Informatique du Lac",
            .email = "noelle@lac.example",
            .hours = "8 h – 19 h",
            .say = "« Urgent »",
            .reference = "C-17",
            .created_at = kNow,
            .changed_at = kNow,
            .phones = {{{"+33199001234", "01 99 00 12 34"}, ""}, {{"+33639980000", "06 39 98 00 00"}, "le soir"}}};
  }
  const PracticeId own_ = default_practice();
  const PracticeId other_ = PracticeId::of("other");
};
GARDE_ON_EVERY_ENGINE(ContactStore);

TEST_P(ContactStore, GivesBackWhatWentIn) {
  ASSERT_TRUE(ok(save_contact(connection(), own_, contact("b"))));
  ASSERT_TRUE(ok(save_contact(connection(), own_, contact("a"))));
  EXPECT_THAT(book().contacts, ElementsAre(contact("a"), contact("b")));
  EXPECT_THAT(book(other_).contacts, IsEmpty());
}

TEST_P(ContactStore, KeepsTheCallsWhenAContactChanges) {
  Contact changed = contact("a");
  const Call call{kDay, CallOutcome::answered, "Nadia", kNow, "+33199001234"};
  const Call silence{kDay, CallOutcome::no_answer, "", kLater, "17"};
  ASSERT_TRUE(ok(save_contact(connection(), own_, changed)));
  ASSERT_TRUE(ok(add_call(connection(), own_, changed.id, call)));
  ASSERT_TRUE(ok(add_call(connection(), own_, changed.id, silence)));
  changed.name = "Autre";
  changed.phones.pop_back();
  changed.changed_at = kLater;
  ASSERT_TRUE(ok(save_contact(connection(), own_, changed)));
  changed.calls = {call, silence};
  EXPECT_THAT(book().contacts, ElementsAre(changed));
}

TEST_P(ContactStore, RemovesAContactWithItsNumbersAndCalls) {
  ASSERT_TRUE(ok(save_contact(connection(), own_, contact("a"))));
  ASSERT_TRUE(ok(add_call(connection(), own_, ContactId::of("a"), {kDay, CallOutcome::answered, "x", kNow, ""})));
  EXPECT_EQ(failure(remove_contact(connection(), other_, ContactId::of("a"))), ErrorKind::not_found);
  ASSERT_TRUE(ok(remove_contact(connection(), own_, ContactId::of("a"))));
  EXPECT_THAT(book().contacts, IsEmpty());
  for (const auto& count : {read_one(connection().query(R"sql(SELECT count(*) FROM contact_phone)sql"), &Row::integer),
                            read_one(connection().query(R"sql(SELECT count(*) FROM contact_call)sql"), &Row::integer)})
    EXPECT_EQ(*count, 0);
  EXPECT_EQ(failure(add_call(connection(), own_, ContactId::of("a"), {kDay, CallOutcome::answered, "x", kNow, ""})),
            ErrorKind::conflict);
}

TEST_P(ContactStore, KeepsWhatARecipientReceivedAndSaid) {
  Recipient person{RecipientId::of("r"), "Zoé", "secrétaire", "zoe@cabinet.example", kNow};
  ASSERT_TRUE(ok(add_recipient(connection(), own_, person)));
  EXPECT_EQ(failure(add_recipient(connection(), own_, person)), ErrorKind::conflict);
  person.deliveries = {{"AAAAA", DeliveryMeans::paper, kDay, kNow}, {"BBBBB", DeliveryMeans::phone, kDay, kLater}};
  person.acknowledgements = {{"AAAAA", "Dr Étang", kDay, kNow}, {"BBBBB", "", kDay, kLater}};
  for (const Delivery& each : person.deliveries) ASSERT_TRUE(ok(add_delivery(connection(), own_, person.id, each)));
  for (const Acknowledgement& each : person.acknowledgements)
    ASSERT_TRUE(ok(add_acknowledgement(connection(), own_, person.id, each)));
  EXPECT_THAT(book().recipients, ElementsAre(person));
  EXPECT_EQ(failure(add_delivery(connection(), other_, person.id, person.deliveries[0])), ErrorKind::conflict);
  ASSERT_TRUE(ok(remove_recipient(connection(), own_, person.id)));
  EXPECT_THAT(book().recipients, IsEmpty());
  EXPECT_EQ(failure(remove_recipient(connection(), own_, person.id)), ErrorKind::not_found);
}

TEST_P(ContactStore, KeepsWhereTheSheetHangs) {
  Display display{DisplayId::of("d"), "Accueil", "Léa", kDay, "AAAAA", kNow, std::nullopt};
  ASSERT_TRUE(ok(add_display(connection(), own_, display)));
  Display with_photo{DisplayId::of("e"), "Salle 2", "Léa", kDay, "AAAAA", kLater, DocumentId::of("photo")};
  EXPECT_EQ(failure(add_display(connection(), own_, with_photo)), ErrorKind::conflict) << "there is no such photo";
  ASSERT_TRUE(ok(add_document(connection(), own_, {DocumentId::of("photo"), "mur.jpg", "image/jpeg", kNow}, {})));
  ASSERT_TRUE(ok(add_display(connection(), own_, with_photo)));
  EXPECT_THAT(book().displays, ElementsAre(display, with_photo));
  ASSERT_TRUE(ok(remove_display(connection(), own_, display.id)));
  EXPECT_EQ(failure(remove_display(connection(), own_, display.id)), ErrorKind::not_found);
}

TEST_P(ContactStore, CallsAWordOfAnotherSpellingDamage) {
  ASSERT_TRUE(ok(save_contact(connection(), own_, contact("a"))));
  ASSERT_TRUE(ok(add_call(connection(), own_, ContactId::of("a"), {kDay, CallOutcome::answered, "x", kNow, ""})));
  ASSERT_TRUE(ok(connection().execute(R"sql(UPDATE contact_call SET outcome = 'perhaps')sql")));
  EXPECT_EQ(failure(load_contact_book(connection(), own_)), ErrorKind::damaged);
}

}  // namespace
}  // namespace garde::storage
