// The sheet, the cards, the mail and the page, each read back by somebody else's program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/utf8.h"
#include "contacts/contact_evidence.h"
#include "documents/contacts/contact_card.h"
#include "documents/contacts/contact_ics.h"
#include "documents/contacts/contact_json.h"
#include "documents/contacts/contact_mail.h"
#include "documents/contacts/contact_phone_page.h"
#include "documents/contacts/contact_qr.h"
#include "documents/contacts/contact_sheet.h"
#include "documents/contacts/contact_text.h"
#include "pdf/oracles.h"

namespace garde::documents {
namespace {

namespace json = boost::json;
using namespace contacts;  // NOLINT(google-build-using-namespace): the values of one subject
using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Instant kNow = *parse_instant("2026-11-26T09:00:00Z");
const Date kToday = *parse_date("2026-11-26");
// Every accent of French, an apostrophe, and what each format gives a meaning to.
const std::string kHostile = "Noëlle-Àïda d’Œuf L'Hôte; \"Çà\", <b>&amp;\\ =1+1";

class ContactDocuments : public testing::Test {
 protected:
  struct Content {
    Directory directory;
    evidence::ClaimKinds claims;
    text::Catalogue texts;
  };
  static const Content& content() {
    static const Content compiled_in = [] {
      content::Problems problems;
      const content::Files files = content::Files::from_program();
      Content read{Directory::read(files, problems), evidence::ClaimKinds::read(files, problems),
                   text::Catalogue::read(files, "fr", problems)};
      EXPECT_TRUE(problems.empty());
      return read;
    }();
    return compiled_in;
  }
  Contact& add(std::string_view role, std::string name, std::string_view number) {
    Contact made{ContactId::parse(fmt::format("c{}", book_.contacts.size())).value(),
                 RoleId::parse(role).value(),
                 std::move(name),
                 "",
                 "",
                 "",
                 "",
                 "",
                 kNow,
                 kNow};
    if (!number.empty()) made.phones.push_back({*content().directory.numbering.parse(number), ""});
    book_.contacts.push_back(std::move(made));
    return book_.contacts.back();
  }
  void fill() {
    add("provider", kHostile, "01 99 00 12 34").organisation = "Informatique du Lac";
    add("referent", "Dr Martin", "06 39 98 00 03").hours = "8 h – 19 h";
    add("insurer", "Assistance cyber", "02 61 91 00 02").reference = "AB-1234";
  }
  Sheet sheet() const { return make_sheet("Cabinet de l’Étang", book_, content().directory); }
  std::string pdf(SheetFormat format) const {
    auto bytes = contact_sheet_pdf(sheet(), format, kToday, content().texts);
    EXPECT_TRUE(bytes.has_value()) << describe(bytes.error());
    return bytes ? *bytes : "";
  }
  // The text of a document, its no-break spaces as spaces and its lines as they come.
  static std::string read_aloud(const std::string& bytes) {
    std::string text = pdf::text_of(bytes);
    for (std::size_t at; (at = text.find("\u00A0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
  }
  static std::string ask(const std::string& command, const std::string& bytes) {
    std::string output = pdf::ask(command, bytes);
    EXPECT_TRUE(output.ends_with("exit 0\n")) << command << '\n' << output;
    return output.substr(0, output.rfind("exit "));
  }
  static json::value python(const std::string& script, const std::string& bytes) {
    return json::parse(ask("/usr/bin/python3 -c '" + script + "' {}", bytes));
  }
  // The codes that zbarimg finds on a page printed at 200 points per inch.
  static std::string codes(const std::string& bytes) {
    return ask("pdftoppm -r 200 -f 1 -l 1 -png {} {}.page && zbarimg -q --raw {}.page*.png 2>/dev/null; rm -f {}.page*",
               bytes);
  }
  ContactBook book_;
};

TEST_F(ContactDocuments, SayOnPaperWhatIsToBeDone) {
  fill();
  for (const SheetFormat format : {SheetFormat::a4, SheetFormat::a5, SheetFormat::wallet, SheetFormat::large}) {
    const std::string text = read_aloud(pdf(format));
    for (const char* wanted : {"Débranchez le réseau", "N’éteignez pas", "Ne restaurez rien", "N’effacez rien",
                               "Notez l’heure", "17cyber.gouv.fr"})
      EXPECT_THAT(text, HasSubstr(wanted)) << name(format);
    for (const char* number : {"01 99 00 12 34", "06 39 98 00 03"})
      EXPECT_THAT(text, HasSubstr(number)) << name(format);
    EXPECT_THAT(text, AllOf(HasSubstr(sheet().version), HasSubstr("26 novembre 2026"))) << name(format);
  }
}

TEST_F(ContactDocuments, CanBeScannedOffThePaper) {
  fill();
  for (const SheetFormat format : {SheetFormat::a4, SheetFormat::a5, SheetFormat::wallet})
    EXPECT_THAT(codes(pdf(format)), HasSubstr("tel:+33199001234\n")) << name(format);
  const std::string all = codes(pdf(SheetFormat::a4));
  EXPECT_THAT(all, AllOf(HasSubstr("tel:+33639980003\n"), HasSubstr("tel:+33261910002\n"),
                         HasSubstr("https://17cyber.gouv.fr\n")));
  book_.kit_address = "https://cabinet.example/fiche.html";
  EXPECT_THAT(codes(pdf(SheetFormat::a4)), HasSubstr("https://cabinet.example/fiche.html\n"));
}

TEST_F(ContactDocuments, AreAsLargeAsTheWallNeeds) {
  fill();
  // At two metres a capital of 8 mm is read without effort; poppler's box of a word is about 1.2 times its size, of
  // which a capital is 0.67.
  double height = 0;
  for (const pdf::Word& word : pdf::words_of(pdf(SheetFormat::a4)))
    if (word.text.starts_with("01")) height = std::max(height, word.foot - word.top);
  EXPECT_GE(height / 1.2 * 0.67 * 25.4 / 72, 8) << height;
}

TEST_F(ContactDocuments, HoldWhateverTheNamesAre) {
  add("provider", std::string(200, 'W'), "01 99 00 12 34").say = std::string(400, 'x');
  std::string words;
  for (int i = 0; i < 33; ++i) words += "Éléon ";
  add("referent", words, "+32 2 123 45 67");
  for (int i = 0; i < 20; ++i) add("editor", fmt::format("Éditeur {}", i), "01 99 00 00 01");
  for (const SheetFormat format : {SheetFormat::a4, SheetFormat::a5, SheetFormat::wallet, SheetFormat::large}) {
    const std::string bytes = pdf(format);
    EXPECT_THAT(read_aloud(bytes), HasSubstr("01 99 00 12 34")) << name(format);
    if (format != SheetFormat::large) {
      EXPECT_THAT(ask("pdfinfo {}", bytes), HasSubstr("Pages:           1\n"));
    }
    for (const pdf::Word& word : pdf::words_of(bytes)) EXPECT_LE(word.right, 596) << name(format) << word.text;
  }
}

TEST_F(ContactDocuments, OfAnEmptyBookLeaveLinesToWriteOn) {
  for (const SheetFormat format : {SheetFormat::a4, SheetFormat::a5, SheetFormat::wallet, SheetFormat::large}) {
    const std::string text = read_aloud(pdf(format));
    EXPECT_THAT(text, AllOf(HasSubstr("Prestataire informatique"), HasSubstr("17cyber.gouv.fr"))) << name(format);
  }
  EXPECT_THAT(codes(pdf(SheetFormat::a4)), HasSubstr("https://17cyber.gouv.fr"));
}

TEST_F(ContactDocuments, AreTheSameForTheSameDay) {
  fill();
  EXPECT_EQ(pdf(SheetFormat::a4), pdf(SheetFormat::a4));
}

TEST_F(ContactDocuments, AreSoundFiles) {
  fill();
  for (const SheetFormat format : {SheetFormat::a4, SheetFormat::a5, SheetFormat::wallet, SheetFormat::large})
    EXPECT_THAT(ask("qpdf --check {}", pdf(format)), HasSubstr("No syntax or stream encoding errors"));
}

const char* const kReadCards = R"py(import sys, json, vobject
cards = []
for card in vobject.readComponents(open(sys.argv[1], encoding="utf-8", newline="").read()):
    get = lambda name: [line.value for line in card.contents.get(name, [])]
    cards.append({"version": get("version")[0], "fn": get("fn")[0], "tel": get("tel"), "email": get("email"),
                  "org": [part for org in get("org") for part in (org if isinstance(org, list) else [org])],
                  "family": card.n.value.family if hasattr(card.n.value, "family") else str(card.n.value),
                  "note": get("note"), "url": get("url")})
print(json.dumps(cards)))py";

TEST_F(ContactDocuments, AreReadAsCardsByAnotherParser) {
  fill();
  book_.contacts[0].email = "aide@lac.example";
  book_.contacts[0].phones.push_back({*content().directory.numbering.parse("06 39 98 00 00"), "le soir"});
  const json::value v3 =
      python(kReadCards, contact_cards(book_, content().directory, CardVersion::v3, content().texts));
  const json::value& first = v3.at(0);
  EXPECT_EQ(first.at("version").as_string(), "3.0");
  EXPECT_EQ(first.at("fn").as_string(), kHostile);
  EXPECT_EQ(first.at("family").as_string(), kHostile);
  EXPECT_EQ(first.at("org"), (json::array{"Informatique du Lac"}));
  EXPECT_EQ(first.at("tel"), (json::array{"+33199001234", "+33639980000"}));
  EXPECT_EQ(first.at("email"), (json::array{"aide@lac.example"}));
  EXPECT_THAT(std::string(first.at("note").at(0).as_string()), HasSubstr("le soir\u00A0: 06 39 98 00 00"));
  EXPECT_EQ(v3.at(3).at("fn").as_string(), "17Cyber");
  EXPECT_EQ(v3.at(3).at("url"), (json::array{"https://17cyber.gouv.fr"}));

  const json::value v4 =
      python(kReadCards, contact_cards(book_, content().directory, CardVersion::v4, content().texts));
  EXPECT_EQ(v4.as_array().size(), v3.as_array().size());
  EXPECT_EQ(v4.at(0).at("version").as_string(), "4.0");
  EXPECT_EQ(v4.at(0).at("tel"), (json::array{"tel:+33199001234", "tel:+33639980000"}));
}

TEST_F(ContactDocuments, KeepTheLinesOfACardShort) {
  fill();
  const std::string cards = contact_cards(book_, content().directory, CardVersion::v4, content().texts);
  std::size_t start = 0;
  for (std::size_t end; (end = cards.find("\r\n", start)) != std::string::npos; start = end + 2)
    EXPECT_LE(end - start, 75U);
  EXPECT_EQ(start, cards.size());
}

TEST_F(ContactDocuments, AreScannedIntoAnAddressBook) {
  fill();
  book_.contacts[0].name = std::string(60, 'N') + "’é" + std::string(138, 'n');
  book_.contacts[0].email = "aide@lac.example";
  for (int i = 0; i < 4; ++i)
    book_.contacts[0].phones.push_back({*content().directory.numbering.parse("06 39 98 00 00"), "le soir"});
  const std::string card = contact_card_for_qr(book_.contacts[0]);
  EXPECT_LE(card.size(), kMaxQrCard);
  const auto svg = qr_svg(card);
  ASSERT_TRUE(svg.has_value());
  // The squares drawn by another program, and read by a third.
  const std::string scanned =
      ask("/usr/bin/python3 -c '"
          "import re, sys\n"
          "side = 1200\n"
          "image = bytearray(b\"\\xff\" * side * side)\n"
          "for x, y, w, h in re.findall(r\"M([0-9]+[.][0-9]+) ([0-9.]+)h([0-9.]+)v([0-9.]+)h-\", "
          "open(sys.argv[1]).read()):\n"
          "    x, y, w, h = (float(v) * side / 300 for v in (x, y, w, h))\n"
          "    for row in range(round(y), round(y + h)):\n"
          "        image[row * side + round(x):row * side + round(x + w)] = bytes(round(x + w) - round(x))\n"
          "open(sys.argv[1] + \".pgm\", \"wb\").write(b\"P5 1200 1200 255 \" + image)' {} && "
          "zbarimg -q --raw {}.pgm 2>/dev/null; rm -f {}.pgm",
          *svg);
  // zbarimg ends what it prints with one newline, unless the card did.
  EXPECT_EQ(trimmed(scanned), trimmed(card));
}

TEST_F(ContactDocuments, ArriveInTheMailAsTheyWere) {
  fill();
  book_.recipients = {{RecipientId::of("r"), "Zoé", "", "zoe@cabinet.example", kNow},
                      {RecipientId::of("s"), "Léa", "", "", kNow}};
  const ContactMail mail = contact_mail(sheet(), kToday, content().texts);
  const std::string eml =
      contact_eml(mail, mail_addresses(book_), kNow,
                  {{"fiche.pdf", "application/pdf", std::string("%PDF\r\n\0--=_garde_fiche--", 24)}});
  const json::value read = python(R"py(import sys, json, email, email.policy
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
files = [{"name": part.get_filename(), "bytes": part.get_content().hex()} for part in mail.iter_attachments()]
print(json.dumps({"to": mail["to"], "subject": mail["subject"], "date": mail["date"].datetime.isoformat(),
                  "body": mail.get_body().get_content(), "files": files, "defects": len(mail.defects)})))py",
                                  eml);
  EXPECT_EQ(read.at("to").as_string(), "zoe@cabinet.example");
  EXPECT_EQ(read.at("subject").as_string(), mail.subject);
  EXPECT_EQ(read.at("date").as_string(), "2026-11-26T09:00:00+00:00");
  std::string body(read.at("body").as_string());
  std::erase(body, '\r');
  EXPECT_EQ(body, mail.body);
  EXPECT_EQ(read.at("files").at(0).at("name").as_string(), "fiche.pdf");
  EXPECT_EQ(read.at("files").at(0).at("bytes").as_string(), "255044460d0a002d2d3d5f67617264655f66696368652d2d");
  EXPECT_EQ(read.at("defects").as_int64(), 0);
}

// RFC 2047: at most 76 characters in a line that holds an encoded word, and 75 in the word.
TEST_F(ContactDocuments, FoldTheSubjectOfAMail) {
  fill();
  for (std::size_t size = 0; size < 200; ++size) {
    std::string subject(size, 'x');
    for (std::size_t i = 0; i + 1 < size; i += 3) subject.replace(i, 2, "é");
    const std::string eml = contact_eml({.subject = subject, .body = ""}, {}, kNow, {});
    std::size_t at = eml.find("Subject:");
    do {
      const std::size_t end = eml.find("\r\n", at);
      ASSERT_LE(end - at, 76U) << eml.substr(at, end - at);
      at = end + 2;
    } while (eml[at] == ' ');
    if (size % 20 != 0) continue;
    const json::value read = python(R"py(import sys, json, email, email.policy
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(json.dumps(mail["subject"])))py",
                                    eml);
    EXPECT_EQ(read.as_string(), subject);
  }
}

TEST_F(ContactDocuments, ShowTheAddressOfWhoHasNoNumber) {
  fill();
  add("insurer", "Assureur par courriel", "").email = "sinistre@assur.example";
  EXPECT_THAT(contact_text(sheet(), kToday, content().texts), HasSubstr("sinistre@assur.example"));
  EXPECT_THAT(contact_phone_page(sheet(), kToday, content().texts), HasSubstr("mailto:sinistre@assur.example"));
  EXPECT_THAT(pdf::text_of(pdf(SheetFormat::a4)), HasSubstr("sinistre@assur.example"));
  EXPECT_THAT(contact_mail(sheet(), kToday, content().texts).body, HasSubstr("sinistre@assur.example"));
  const std::string version = sheet().version;
  book_.contacts.back().email = "autre@assur.example";
  EXPECT_NE(sheet().version, version) << "who has the sheet has the old address";
}

TEST_F(ContactDocuments, KeepNamesThatTheFontHasNoAccentFor) {
  EXPECT_TRUE(*can_be_printed("Dr Nguyễn Thị Hồng"));
  for (const char* name : {"Dr Иванов", "Dr Παπαδόπουλος", "د. حداد", "山田"})
    EXPECT_FALSE(*can_be_printed(name)) << name;
  fill();
  add("provider", "Dr Nguyễn Thị Hồng", "01 99 00 12 35");
  const std::string text = pdf::text_of(pdf(SheetFormat::a4));
  EXPECT_THAT(text, ContainsRegex("Ng[^ ]*n Th[^ ]* H[^ ]*ng"));
  EXPECT_EQ(text.find("\uFFFC"), std::string::npos);
}

TEST_F(ContactDocuments, OpenOnAPhoneWithoutANetwork) {
  fill();
  const std::string page = contact_phone_page(sheet(), kToday, content().texts);
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;&amp;amp;"));
  const json::value read = python(R"py(import sys, json
from html.parser import HTMLParser
class Reader(HTMLParser):
    def __init__(self):
        super().__init__(); self.links = []; self.loads = []; self.tags = set()
    def handle_starttag(self, tag, attributes):
        given = dict(attributes); self.tags.add(tag)
        if tag == "a": self.links.append(given["href"])
        self.loads += [given[name] for name in ("src", "srcset", "data") if name in given]
reader = Reader(); reader.feed(open(sys.argv[1], encoding="utf-8").read())
print(json.dumps({"links": reader.links, "loads": reader.loads, "tags": sorted(reader.tags)})))py",
                                  page);
  EXPECT_EQ(read.at("loads"), json::array());
  EXPECT_THAT(read.at("links").as_array(),
              AllOf(Contains(json::value("tel:+33199001234")), Contains(json::value("tel:17")),
                    Contains(json::value("https://17cyber.gouv.fr"))));
  for (const char* tag : {"script", "link", "img", "iframe"})
    EXPECT_THAT(read.at("tags").as_array(), Not(Contains(json::value(tag))));
}

TEST_F(ContactDocuments, RemindOfTheNextCall) {
  fill();
  book_.contacts[0].calls = {{*parse_date("2026-11-01"), CallOutcome::answered, "Nadia", kNow, "+33199001234"}};
  const json::value events = python(R"py(import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
print(json.dumps([[str(e["uid"]), e["dtstart"].dt.isoformat(), str(e["summary"])] for e in calendar.walk("VEVENT")])))py",
                                    contact_ics(book_, content().claims, kNow, kToday, content().texts));
  EXPECT_EQ(events.as_array().size(), 3U);
  EXPECT_EQ(events.at(0).at(0).as_string(), "call-c0@garde");
  EXPECT_EQ(events.at(0).at(1).as_string(), "2027-05-03");
  EXPECT_THAT(std::string(events.at(0).at(2).as_string()), HasSubstr(kHostile));
  EXPECT_EQ(events.at(1).at(1).as_string(), "2026-11-26") << "never called: today";
}

// RFC 5545, 3.6: a calendar holds at least one component.
TEST_F(ContactDocuments, RemindOfSomethingWhenThereIsNobodyToCall) {
  const json::value events = python(R"py(import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
print(json.dumps([[str(e["uid"]), e["dtstart"].dt.isoformat()] for e in calendar.walk("VEVENT")])))py",
                                    contact_ics(book_, content().claims, kNow, kToday, content().texts));
  EXPECT_EQ(events, (json::array{json::array{"contacts-begin@garde", "2026-11-26"}}));
}

TEST_F(ContactDocuments, AreDataForOtherPrograms) {
  fill();
  const json::value read = json::parse(contact_json(book_, sheet(), content().directory, content().claims, kToday));
  EXPECT_EQ(read.at("sheet_version").as_string(), sheet().version);
  EXPECT_EQ(read.at("contacts").at(0).at("numbers").at(0).at("international").as_string(), "+33 1 99 00 12 34");
  EXPECT_EQ(read.at("order").at(0).at("situation").as_string(), "ransom");
}

TEST_F(ContactDocuments, SayInPlainTextWhomToCall) {
  fill();
  const std::string text = contact_text(sheet(), kToday, content().texts);
  EXPECT_THAT(text, AllOf(HasSubstr("01 99 00 12 34"), HasSubstr("Numéro de police\u00A0: AB-1234"),
                          HasSubstr("https://17cyber.gouv.fr"), HasSubstr(sheet().version)));
}

}  // namespace
}  // namespace garde::documents
