// The calling order, the sheet's version and the evidence, over the content of the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contacts/contact_evidence.h"
#include "contacts/sheet.h"

namespace garde::contacts {
namespace {

using evidence::Claim;
using evidence::ProofLevel;
using evidence::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Instant kNow = *parse_instant("2026-11-23T09:00:00Z");
const Date kToday = *parse_date("2026-11-23");

const Directory& directory() {
  static const Directory compiled_in = [] {
    content::Problems problems;
    return Directory::read(content::Files::from_program(), problems);
  }();
  return compiled_in;
}

const evidence::ClaimKinds& kinds() {
  static const evidence::ClaimKinds compiled_in = [] {
    content::Problems problems;
    return evidence::ClaimKinds::read(content::Files::from_program(), problems);
  }();
  return compiled_in;
}

Contact contact(std::string_view id, std::string_view role, std::string name, std::string_view number) {
  Contact made{
      ContactId::parse(id).value(), RoleId::parse(role).value(), std::move(name), "", "", "", "", "", kNow, kNow};
  if (!number.empty()) made.phones.push_back({*directory().numbering.parse(number), ""});
  return made;
}

std::vector<std::string> who(const ContactBook& book, std::string_view situation) {
  std::vector<std::string> names;
  for (const CallingStep& step : calling_order(book, directory(), SituationId::parse(situation).value()))
    names.push_back(step.is_missing() ? "(" + step.role + ")" : step.who);
  return names;
}

TEST(CallingOrders, OfAnEmptyBookLeaveALineForWhoIsAwaited) {
  EXPECT_THAT(who({}, "ransom"), ElementsAre("(Prestataire informatique)", "(Référent du cabinet)", "17Cyber",
                                             "Police ou gendarmerie", "CNIL"));
}

TEST(CallingOrders, PutThePracticesOwnWhereTheSituationWantsThem) {
  ContactBook book;
  book.contacts = {
      contact("i", "insurer", "Assistance", "01 99 00 00 01"), contact("p", "provider", "N. Lefort", "02 61 91 00 02"),
      contact("r", "referent", "Dr Étang", "06 39 98 00 03"), contact("e", "editor", "Support", "01 99 00 00 04"),
      contact("e2", "editor", "Autre support", "01 99 00 00 05")};
  EXPECT_THAT(who(book, "ransom"), ElementsAre("N. Lefort", "Dr Étang", "Assistance", "17Cyber", "Support",
                                               "Autre support", "Police ou gendarmerie", "CNIL"));
  EXPECT_THAT(who(book, "suspicious"),
              ElementsAre("Dr Étang", "N. Lefort", "Support", "Autre support", "Assurance Maladie", "17Cyber"));
  EXPECT_EQ(who(book, "lost").front(), "Dr Étang");
}

TEST(CallingOrders, KnowTheRegion) {
  ContactBook book;
  EXPECT_THAT(who(book, "ransom"), Not(testing::Contains("Cyber’Occ, urgence cyber")));
  book.region = RegionId::of("occitanie");
  EXPECT_THAT(who(book, "ransom"), testing::Contains("Cyber’Occ, urgence cyber"));
}

TEST(CallingOrders, SayWhatToSay) {
  ContactBook book;
  book.contacts = {contact("i", "insurer", "Assistance", "01 99 00 00 01")};
  book.contacts[0].organisation = "Mutuelle d’exemple";
  book.contacts[0].reference = "AB 12";
  const auto steps = calling_order(book, directory(), SituationId::of("ransom"));
  EXPECT_EQ(steps[2].who, "Assistance, Mutuelle d’exemple");
  EXPECT_EQ(steps[2].reference, "Numéro de police\u00A0: AB 12");
  EXPECT_THAT(steps[2].say, HasSubstr("incident informatique"));
  book.contacts[0].say = "Contrat cyber, s’il vous plaît.";
  EXPECT_EQ(calling_order(book, directory(), SituationId::of("ransom"))[2].say, "Contrat cyber, s’il vous plaît.");
}

TEST(Sheets, HaveAVersionThatFollowsWhatTheySay) {
  ContactBook book;
  book.contacts = {contact("p", "provider", "N. Lefort", "01 99 00 00 01")};
  const std::string first = make_sheet("Cabinet", book, directory()).version;
  EXPECT_EQ(first.size(), 5U);
  book.contacts[0].changed_at += Days{1};
  EXPECT_EQ(make_sheet("Cabinet", book, directory()).version, first) << "nothing that is printed changed";
  book.contacts[0].phones[0] = {*directory().numbering.parse("01 99 00 00 02"), ""};
  const std::string second = make_sheet("Cabinet", book, directory()).version;
  EXPECT_NE(second, first);
  book.contacts[0].phones[0] = {*directory().numbering.parse("01 99 00 00 01"), ""};
  EXPECT_EQ(make_sheet("Cabinet", book, directory()).version, first) << "the sheet on the wall is right again";
  book.contacts[0].name = "N. Lefor";
  book.contacts[0].organisation = "t";
  EXPECT_NE(make_sheet("Cabinet", book, directory()).version, first);
  EXPECT_NE(make_sheet("", book, directory()).version, make_sheet("Cabinet", book, directory()).version);
}

class ContactEvidence : public testing::Test {
 protected:
  ContactEvidence() { book_.contacts = {contact("p", "provider", "N. Lefort", "01 99 00 00 01")}; }

  evidence::Standing standing(std::string_view kind, Instant now = kNow) const {
    const auto all = evidence_from(book_, sheet(), directory(), kinds());
    return evidence::standing(
        all, Claim{evidence::ClaimKindId::parse(kind).value(), evidence::SubjectId::of("practice")}, now);
  }
  Sheet sheet() const { return make_sheet("Cabinet", book_, directory()); }
  void call(CallOutcome outcome, std::string_view day) {
    book_.contacts[0].calls.push_back({*parse_date(day), outcome, "Nadia", kNow, "+33199000001"});
  }
  Recipient& recipient(std::string_view id) {
    book_.recipients.push_back({RecipientId::parse(id).value(), std::string(id), "", "", kNow - Days{40}});
    return book_.recipients.back();
  }
  void change_the_number() {
    book_.contacts[0].phones[0] = {*directory().numbering.parse("01 99 00 00 99"), ""};
    book_.contacts[0].changed_at = kNow;
  }
  ContactBook book_;
};

TEST_F(ContactEvidence, IsNoneForAnEmptyBook) {
  EXPECT_THAT(evidence_from({}, make_sheet("", {}, directory()), directory(), kinds()), IsEmpty());
}

TEST_F(ContactEvidence, OfIdentifyingNeedsSomebodyToCallFirstWithANumber) {
  EXPECT_EQ(standing("contact-identified").verdict, Verdict::holds);
  EXPECT_EQ(standing("contact-identified").by->level, ProofLevel::attested);
  book_.contacts[0].phones.clear();
  EXPECT_EQ(standing("contact-identified").verdict, Verdict::never_shown);
  book_.contacts = {contact("b", "bank", "Agence", "01 99 00 00 01")};
  EXPECT_EQ(standing("contact-identified").verdict, Verdict::never_shown);
}

TEST_F(ContactEvidence, OfCallingExpiresAfterSixMonths) {
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::never_shown);
  call(CallOutcome::answered, "2026-11-20");
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::holds);
  EXPECT_EQ(standing("contact-checked", kNow + Days{200}).verdict, Verdict::expired);
  EXPECT_EQ(next_call(book_.contacts[0], kinds(), kToday), *parse_date("2027-05-22"));
  EXPECT_FALSE(call_is_due(book_.contacts[0], kinds(), kToday));
  EXPECT_TRUE(call_is_due(book_.contacts[0], kinds(), *parse_date("2027-05-22")));
}

TEST_F(ContactEvidence, OfCallingIsAboutTheNumberThatWasCalled) {
  call(CallOutcome::answered, "2026-11-20");
  change_the_number();
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::never_shown);
  EXPECT_TRUE(call_is_due(book_.contacts[0], kinds(), kToday));
}

TEST_F(ContactEvidence, OfCallingSpeaksAgainstAWrongNumberAndNotForSilence) {
  call(CallOutcome::no_answer, "2026-11-20");
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::never_shown);
  call(CallOutcome::wrong_number, "2026-11-21");
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::fails);
  EXPECT_TRUE(call_is_due(book_.contacts[0], kinds(), kToday));
  call(CallOutcome::answered, "2026-11-22");
  EXPECT_EQ(standing("contact-checked").verdict, Verdict::holds);
}

TEST_F(ContactEvidence, OfTodayCountsTodayEastOfGreenwich) {
  const Instant now = *parse_instant("2026-11-30T23:30:00Z");
  const Date day = *parse_date("2026-12-01");
  const std::string version = sheet().version;
  book_.contacts[0].calls.push_back({day, CallOutcome::answered, "Nadia", now, "+33199000001"});
  book_.displays.push_back({DisplayId::of("d"), "Accueil", "Léa", day, version, now, std::nullopt});
  recipient("lea").deliveries.push_back({version, DeliveryMeans::email, day, now});
  book_.recipients[0].acknowledgements.push_back({version, "Dr Étang", day, now});
  for (const std::string_view kind :
       {"contact-identified", "contact-checked", "contact-displayed", "contact-shared", "contact-acknowledged"})
    EXPECT_EQ(standing(kind, now).verdict, Verdict::holds) << kind;
}

TEST_F(ContactEvidence, OfDisplayingFallsWithTheVersion) {
  book_.displays = {{DisplayId::of("d"), "Accueil", "Léa", *parse_date("2026-11-01"), sheet().version, kNow, {}}};
  EXPECT_EQ(standing("contact-displayed").verdict, Verdict::holds);
  EXPECT_EQ(standing("contact-displayed").by->level, ProofLevel::declared);
  book_.displays[0].photo = evidence::DocumentId::of("photo");
  EXPECT_EQ(standing("contact-displayed").by->level, ProofLevel::attested);
  change_the_number();
  EXPECT_EQ(standing("contact-displayed").verdict, Verdict::fails);
}

TEST_F(ContactEvidence, OfSharingNeedsEverybody) {
  EXPECT_EQ(standing("contact-shared").verdict, Verdict::never_shown);
  recipient("a").deliveries = {{sheet().version, DeliveryMeans::email, *parse_date("2026-11-10"), kNow}};
  EXPECT_EQ(standing("contact-shared").verdict, Verdict::holds);
  recipient("b");
  EXPECT_EQ(standing("contact-shared").verdict, Verdict::fails);
  book_.recipients[1].deliveries = {{sheet().version, DeliveryMeans::paper, *parse_date("2026-11-20"), kNow}};
  EXPECT_EQ(standing("contact-shared").by->established_at, start_of(*parse_date("2026-11-10")))
      << "as old as the oldest";
  change_the_number();
  EXPECT_EQ(standing("contact-shared").verdict, Verdict::fails);
}

TEST_F(ContactEvidence, OfReadingIsEvidenceOfHavingReceived) {
  recipient("a").acknowledgements = {{sheet().version, "", *parse_date("2026-11-12"), kNow}};
  EXPECT_EQ(standing("contact-shared").verdict, Verdict::holds);
  EXPECT_EQ(standing("contact-shared").by->established_at, start_of(*parse_date("2026-11-12")));
}

TEST_F(ContactEvidence, OfAcknowledgingNeedsEverybody) {
  recipient("a").acknowledgements = {{sheet().version, "", *parse_date("2026-11-10"), kNow}};
  EXPECT_EQ(standing("contact-acknowledged").verdict, Verdict::holds);
  EXPECT_EQ(standing("contact-acknowledged").by->level, ProofLevel::attested);
  recipient("b");
  EXPECT_EQ(standing("contact-acknowledged").verdict, Verdict::fails);
}

}  // namespace
}  // namespace garde::contacts
