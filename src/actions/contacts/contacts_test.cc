#include "actions/contacts/contacts.h"

#include <gmock/gmock.h>

#include "actions/contacts/contact_sharing.h"
#include "actions/contacts/testing/contacts_under_test.h"

namespace garde::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Contacts : public ContactsUnderTest {
 protected:
  std::vector<std::string> problems(const ContactForm& form) {
    const auto saved = save_contact(practice(), std::nullopt, form);
    EXPECT_TRUE(ok(saved));
    std::vector<std::string> said;
    for (const FieldProblem& each : saved->problems) said.push_back(each.field + " " + each.message.key);
    return said;
  }
};
GARDE_ON_EVERY_ENGINE(Contacts);

TEST_P(Contacts, AreKeptAsTheyWereFormatted) {
  add(provider("+33199001234"));
  const CurrentContacts now = current();
  ASSERT_EQ(now.book.contacts.size(), 1U);
  EXPECT_EQ(now.book.contacts[0].phones[0].phone.shown, "01 99 00 12 34");
  const auto order = calling_order(practice(), contacts::SituationId::of("ransom"));
  ASSERT_TRUE(ok(order));
  EXPECT_EQ(order->front().who, "Nadia Lefort, Informatique du Lac");
  EXPECT_EQ(calling_order(practice(), contacts::SituationId::of("flood")).error().kind, ErrorKind::not_found);
}

TEST_P(Contacts, ThatCannotBeAreRefusedWithEveryReason) {
  EXPECT_THAT(problems({"king", "", "", "a@b", "", "", "", {{"00 00 00 00 00", ""}, {"dix-sept", ""}}}),
              ElementsAre("role form.problem.choice", "name form.problem.missing", "email contacts.email.problem",
                          "phone-0 contacts.phone.no-such-range", "phone-1 contacts.phone.not-a-number"));
  ContactForm silent = provider("");
  EXPECT_THAT(problems(silent), ElementsAre("phone-0 contacts.phone.missing"));
  silent.email = "aide@lac.example";
  EXPECT_THAT(problems(silent), IsEmpty());
  ContactForm long_name = provider();
  long_name.name = std::string(201, 'x');
  EXPECT_THAT(problems(long_name), ElementsAre("name form.problem.too-long"));
  long_name.name = "a\nb";
  EXPECT_THAT(problems(long_name), ElementsAre("name form.problem.control-character"));
}

TEST_P(Contacts, ThatTheSheetCannotPrintAreToldSo) {
  ContactForm form = provider();
  form.name = "Dr Nguyễn Thị Hồng";
  EXPECT_THAT(problems(form), IsEmpty());
  form.name = "Dr Иванов";
  form.say = "Здравствуйте";
  EXPECT_THAT(problems(form), ElementsAre("name contacts.not-printable", "say contacts.not-printable"));
}

TEST_P(Contacts, MayHaveOneNameWhenSomethingTellsThemApart) {
  add(provider());
  EXPECT_THAT(problems(provider("06 39 98 00 00")), ElementsAre("name contacts.twice"));
  ContactForm other = provider("06 39 98 00 00");
  other.organisation = "Autre société";
  EXPECT_THAT(problems(other), IsEmpty());
  other.role = "referent";
  EXPECT_THAT(problems(other), IsEmpty());
  EXPECT_EQ(current().book.contacts.size(), 3U);
}

TEST_P(Contacts, LeaveTheSheetWhenTheyAreRemoved) {
  const auto id = add(provider());
  const std::string with = current().sheet.version;
  ASSERT_TRUE(ok(add_display(practice(), {"Accueil", "Léa", "", std::nullopt})));
  ASSERT_TRUE(ok(remove_contact(practice(), id)));
  EXPECT_NE(current().sheet.version, with);
  EXPECT_TRUE(current().sheet.situations[0].steps[0].is_missing());
  EXPECT_EQ(current().book.displays[0].version, with) << "the wall still says what it says";
  EXPECT_EQ(remove_contact(practice(), id).error().kind, ErrorKind::not_found);
}

TEST_P(Contacts, KnowTheirRegion) {
  EXPECT_THAT(fields(save_contact_settings(practice(), {"occitanie", ""})), IsEmpty());
  EXPECT_EQ(current().book.region, contacts::RegionId::of("occitanie"));
  EXPECT_THAT(fields(save_contact_settings(practice(), {"atlantide", "http://x"})),
              ElementsAre("region", "kit_address"));
  EXPECT_EQ(current().book.region, contacts::RegionId::of("occitanie"));
}

TEST_P(Contacts, AreCalledOnceAHalfYear) {
  const auto id = add(provider());
  EXPECT_THAT(fields(record_call(practice(), id, {"", "answered", ""})), ElementsAre("answered_by"));
  EXPECT_THAT(fields(record_call(practice(), id, {"2030-01-01", "later", "x"})), ElementsAre("called_on", "outcome"));
  EXPECT_THAT(fields(record_call(practice(), id, {"", "answered", "Nadia"})), IsEmpty());
  EXPECT_EQ(current().book.contacts[0].calls[0].called_on, practice().today());
  EXPECT_EQ(record_call(practice(), contacts::ContactId::of("nobody"), {"", "answered", "x"}).error().kind,
            ErrorKind::not_found);
}

TEST_P(Contacts, TakeAPhotoOnlyForWhatItIs) {
  const std::string jpeg = "\xFF\xD8\xFF\xE0" + std::string(1000, 'x');
  const auto with = [](std::string bytes) {
    return DisplayForm{"Accueil", "Léa", "", AttachedFile{"mur.jpg", "image/jpeg", std::move(bytes)}};
  };
  EXPECT_THAT(fields(add_display(practice(), with("%PDF-1.7" + std::string(1000, 'x')))), ElementsAre("photo"));
  EXPECT_THAT(fields(add_display(practice(), with("\xFF\xD8\xFF"))), ElementsAre("photo"));
  EXPECT_THAT(fields(add_display(practice(), with(jpeg))), IsEmpty());
  const auto photo = current().book.displays[0].photo;
  ASSERT_TRUE(photo);
  const auto kept = read_document(practice(), *photo);
  ASSERT_TRUE(ok(kept));
  EXPECT_EQ(kept->bytes, jpeg);
}

TEST_P(Contacts, ListPeopleOfOneNameWithWhatTheyDo) {
  EXPECT_THAT(fields(add_recipient(practice(), {"Léa", "", ""})), IsEmpty());
  EXPECT_THAT(fields(add_recipient(practice(), {" Léa ", "", ""})), ElementsAre("function"));
  EXPECT_THAT(fields(add_recipient(practice(), {"Léa", "remplaçante", ""})), IsEmpty());
  EXPECT_THAT(fields(add_recipient(practice(), {"", "", "x"})), ElementsAre("name", "email"));
  EXPECT_THAT(fields(record_delivery(practice(), {{}, "pigeon", ""})), ElementsAre("means", "recipients"));
}

}  // namespace
}  // namespace garde::actions
