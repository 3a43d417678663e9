#include "accounts/exports/export.h"

#include <cctype>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::sample;
using testing::skipped_of;
using Lines = std::vector<std::string>;

struct Golden {
  std::string_view sample;
  std::string_view password;
  ExportFormat format;
  Lines accounts;
  Lines skipped;
};

class GoldenExport : public ::testing::TestWithParam<Golden> {};

TEST_P(GoldenExport, GivesItsAccountsAndSaysWhatItLeftOut) {
  const auto read = read_text(sample(GetParam().sample), GetParam().password);
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(name(read->format), name(GetParam().format));
  EXPECT_EQ(accounts_of(*read), GetParam().accounts);
  EXPECT_EQ(skipped_of(*read), GetParam().skipped);
}

std::string title_of(const ::testing::TestParamInfo<Golden>& test) {
  std::string title;
  for (const char c : test.param.sample) title += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return title;
}

INSTANTIATE_TEST_SUITE_P(
    Csv, GoldenExport,
    ::testing::Values(
        Golden{"chrome.csv",
               "",
               ExportFormat::chromium,
               {"2|mail.exemple.fr|https://mail.exemple.fr/login|dr.martin@exemple.fr|tulipe, \"bleue\"|||",
                "4||android://Zm9v@fr.agenda.app/|martin|soleil-8|||"},
               {}},
        Golden{"chrome-before-notes.csv",
               "",
               ExportFormat::chromium,
               {"2|exemple|http://exemple.fr/|martin|ancien-export-1|||"},
               {}},
        Golden{"chrome-through-french-excel.csv",
               "",
               ExportFormat::chromium,
               {"2|Médiathèque|https://mediatheque.exemple.fr/|Zoé|€toileœuvre|||"},
               {}},
        Golden{"chrome-with-byte-order-mark.csv",
               "",
               ExportFormat::chromium,
               {"2|exemple|https://exemple.fr/|zoé|été-au-lac|||"},
               {}},
        Golden{"chrome-tabs.tsv",
               "",
               ExportFormat::chromium,
               {"2|exemple|https://exemple.fr/|martin|un,deux;trois|||"},
               {}},
        Golden{"firefox.csv",
               "",
               ExportFormat::firefox,
               {"2||https://espacepro.ameli.fr|190012345|grenier-44|||2023-03-28T10:40:00.000Z"},
               {"3 browser-secret"}},
        Golden{"apple.csv",
               "",
               ExportFormat::apple,
               {"2|agenda.exemple.fr (martin)|https://agenda.exemple.fr/|martin|marelle9||code|",
                "3|exemple.fr|https://exemple.fr/|martin|caillou7|||"},
               {}},
        Golden{"bitwarden.csv",
               "",
               ExportFormat::bitwarden_csv,
               {"2|Messagerie|https://mail.exemple.fr https://webmail.exemple.fr|secretariat@exemple.fr|fontaine-12|"
                "Cabinet|code|"},
               {"3 not-a-login"}},
        Golden{"bitwarden-organisation.csv",
               "",
               ExportFormat::bitwarden_csv,
               {"2|Agenda|https://agenda.exemple.fr|cabinet|partage-3|Secrétariat,Médecins|shared|"},
               {}},
        Golden{"1password.csv",
               "",
               ExportFormat::onepassword_csv,
               {"2|Messagerie|https://mail.exemple.fr|martin|pommier-3||code|"},
               {"3 discarded"}},
        Golden{"1password-website.csv",
               "",
               ExportFormat::onepassword_csv,
               {"2|Messagerie|https://mail.exemple.fr|martin|pommier-5|||"},
               {}},
        Golden{"dashlane-credentials.csv",
               "",
               ExportFormat::dashlane,
               {"2|Agenda|https://agenda.exemple.fr|martin|verger-10|Travail||"},
               {}},
        Golden{"lastpass.csv",
               "",
               ExportFormat::lastpass,
               {"2|Messagerie|https://mail.exemple.fr|martin|rose&<lilas>\"'|Cabinet||"},
               {"3 not-a-login"}},
        Golden{"keepassxc.csv",
               "",
               ExportFormat::keepassxc_csv,
               {"2|Logiciel métier|https://logiciel.exemple.fr|martin|guillemet \" dedans|Racine/Cabinet|code|"
                "2025-02-03T10:11:12.000Z"},
               {"4 no-password"}},
        Golden{"keepass-1.csv",
               "",
               ExportFormat::keepass_1_csv,
               {R"(2|Agenda|https://agenda.exemple.fr|martin|barre\oblique "et guillemet"|||)"},
               {}},
        Golden{"proton-pass.csv",
               "",
               ExportFormat::proton_pass,
               {"2|Messagerie|https://mail.exemple.fr|martin@exemple.fr|noisette-6|Personnel||"
                "2024-03-09T16:00:00.000Z"},
               {"3 not-a-login"}},
        Golden{"nordpass.csv",
               "",
               ExportFormat::nordpass,
               {"2|Agenda|https://agenda.exemple.fr|martin|amande-5|Secrétariat|shared|"},
               {"3 not-a-login"}}),
    title_of);

const Lines kBitwardenAccounts = {
    "1|Messagerie|https://mail.exemple.fr https://webmail.exemple.fr|secretariat@exemple.fr|tulipe \"d'été\" \\ é|"
    "Cabinet|code|2024-05-06T07:08:09.000Z",
    "3|Agenda|https://agenda.exemple.fr|martin|verger-10||passkey|2025-03-04T05:06:07.890Z"};
const Lines kBitwardenSkipped = {"2 not-a-login", "4 discarded", "5 no-password", "6 not-a-login"};

INSTANTIATE_TEST_SUITE_P(
    Others, GoldenExport,
    ::testing::Values(
        Golden{"bitwarden.json", "", ExportFormat::bitwarden_json, kBitwardenAccounts, kBitwardenSkipped},
        Golden{"bitwarden-protected-pbkdf2.json", "lac bleu", ExportFormat::bitwarden_json, kBitwardenAccounts,
               kBitwardenSkipped},
        Golden{"bitwarden-protected-argon2.json", "lac bleu", ExportFormat::bitwarden_json, kBitwardenAccounts,
               kBitwardenSkipped},
        Golden{"bitwarden-organisation.json",
               "",
               ExportFormat::bitwarden_json,
               {"1|Ameli Pro||190012345|grenier-44|Secrétariat|shared|"},
               {}},
        Golden{"1password.1pux",
               "",
               ExportFormat::onepassword_1pux,
               {"1|Messagerie|https://mail.exemple.fr https://webmail.exemple.fr|martin@exemple.fr|pommier-3|Personnel|"
                "code|2023-11-14T22:13:20.000Z",
                "2|Wifi|||poirier-4|Personnel||2023-11-14T22:13:20.000Z"},
               {"3 discarded", "4 not-a-login"}},
        Golden{"dashlane.zip",
               "",
               ExportFormat::dashlane,
               {"2|Agenda|https://agenda.exemple.fr|martin|verger-10|Travail||"},
               {}}),
    title_of);

TEST(KeePassXmlExport, GivesWhatTheDatabaseItCameFromGives) {
  const auto xml = read_text(sample("keepassxc.xml"));
  const auto kdbx = read_text(sample("keepassxc-argon2d-aes.kdbx"), "lac bleu");
  ASSERT_TRUE(xml) << describe(xml.error());
  ASSERT_TRUE(kdbx);
  EXPECT_EQ(xml->format, ExportFormat::keepass_xml);
  EXPECT_EQ(accounts_of(*xml), accounts_of(*kdbx));
  EXPECT_EQ(skipped_of(*xml), skipped_of(*kdbx));
}

std::string error_of(std::string_view bytes, std::string_view password = {}) {
  const auto read = read_text(bytes, password);
  return read ? "read" : describe(read.error());
}

TEST(ExportRecognition, GoesByColumnNamesInAnyOrderAndAcceptsMoreColumns) {
  const auto read =
      read_text("future,password,note,username,url,name\n1,tulipe-5,n,martin,https://exemple.fr,Exemple\n");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), Lines{"2|Exemple|https://exemple.fr|martin|tulipe-5|||"});
}

TEST(ExportRecognition, RefusesAColumnNameThatStandsTwice) {
  EXPECT_EQ(error_of("name,url,username,password,Password\na,b,c,d,e\n"),
            "invalid_input: export at byte 0: a column name stands twice in the header");
}

TEST(ExportRecognition, TellsNothingOfAFileWithoutAHeader) {
  EXPECT_EQ(error_of("Exemple,https://exemple.fr,martin,tulipe-5\n"), "unsupported: export: other-table");
}

TEST(ExportRecognition, RefusesWhatIsNoText) {
  EXPECT_EQ(error_of(""), "unsupported: export: other-table");
  EXPECT_EQ(error_of(std::string_view("name\0,url", 9)), "unsupported: export: binary");
  EXPECT_EQ(error_of("\xFF\xFEn\0a\0m\0e\0"), "unsupported: export: other-encoding") << "an odd number of bytes";
  EXPECT_EQ(error_of("name,url,username,password\n\x81,b,c,d\n"), "unsupported: export: other-encoding");
}

TEST(ProtectedExports, SayWhatTheyNeed) {
  const std::string file = sample("bitwarden-protected-pbkdf2.json");
  EXPECT_EQ(error_of(file), "wrong_secret: export: a password is needed");
  EXPECT_EQ(error_of(file, "lac vert"), "wrong_secret: export: the password does not open it");
  EXPECT_EQ(error_of(sample("bitwarden-account-key.json")), "unsupported: export: bitwarden-account-key");
}

TEST(ProtectedExports, RefuseAKeyDerivationThatWouldTakeTheMachine) {
  const auto with = [](std::string_view parameters) {
    return "{\"encrypted\":true,\"passwordProtected\":true,\"salt\":\"AAAA\"," + std::string(parameters) + "}";
  };
  for (const std::string_view parameters :
       {R"("kdfType":0,"kdfIterations":4000000000)",
        R"("kdfType":1,"kdfIterations":3,"kdfMemory":4096,"kdfParallelism":1)",
        R"("kdfType":1,"kdfIterations":1000000,"kdfMemory":64,"kdfParallelism":1)",
        R"("kdfType":1,"kdfIterations":3,"kdfMemory":64,"kdfParallelism":100000)", R"("kdfType":2,"kdfIterations":3)"})
    EXPECT_TRUE(error_of(with(parameters), "x").starts_with("unsupported: ")) << parameters;
  EXPECT_TRUE(error_of(with(R"("kdfType":0,"kdfIterations":-1)"), "x").starts_with("damaged: "));
}

TEST(ExportRecognition, RefusesAZipAndJsonOfSomethingElse) {
  EXPECT_EQ(error_of(sample("no-export.zip")), "unsupported: export: archive");
  EXPECT_EQ(error_of("{\"a\": 1}"), "unsupported: export: other-json");
  EXPECT_TRUE(error_of("[1]").starts_with("unsupported: "));
}

TEST(ExportRows, OfTheWrongLengthAreNamedAndTheOthersRead) {
  const auto read = read_text("name,url,username,password\na,b,c\na,b,c,d,e\na,b\"c,d,e\nA,https://a.fr,m,tulipe\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(accounts_of(*read), Lines{"5|A|https://a.fr|m|tulipe|||"});
  EXPECT_EQ(skipped_of(*read), (Lines{"2 wrong-cell-count", "3 wrong-cell-count", "4 stray-quote"}));
}

TEST(ExportRows, WithAPasswordPastTheLimitAreNamed) {
  const std::string header = "name,url,username,password\n";
  const std::string most(kMaxPasswordLength, 'x');
  const auto read = read_text(header + "a,b,c," + most + "\na,b,c," + most + "x\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->accounts.size(), 1U);
  EXPECT_EQ(skipped_of(*read), Lines{"3 too-long-password"});
}

TEST(ExportRows, PastTheLimitEndTheReading) {
  std::string text = "name,url,username,password\n";
  for (std::size_t i = 0; i < kMaxAccounts; ++i) text += i % 2 == 0 ? ",,,x\n" : ",,,\n";
  const auto read = read_text(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->accounts.size() + read->skipped.size(), kMaxAccounts);
  EXPECT_EQ(error_of(text + ",,,\n"), "invalid_input: export: too many accounts");
}

TEST(ExportRows, WithATimeThatIsNoTimeHaveNone) {
  const std::string header = "url,username,password,guid,timePasswordChanged\n";
  const auto read = read_text(header +
                              "https://a.fr,m,tulipe,{},hier\nhttps://a.fr,m,tulipe,{},-5\n"
                              "https://a.fr,m,tulipe,{},99999999999999999\n");
  ASSERT_TRUE(read);
  for (const Account& account : read->accounts) EXPECT_FALSE(account.unchanged_since);
}

// Cut anywhere, an export gives fewer accounts or an error that names its place, and never another password.
TEST(ExportTruncation, NeverInventsAnAccount) {
  for (const std::string_view name : {"chrome.csv", "firefox.csv", "keepassxc.csv", "keepass-1.csv", "lastpass.csv"}) {
    const std::string whole = sample(name);
    const auto all = read_text(whole);
    ASSERT_TRUE(all);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto read = read_text(std::string_view(whole).substr(0, size));
      if (!read) {
        EXPECT_EQ(read.error().detail.find("tulipe"), std::string::npos);
        continue;
      }
      ASSERT_LE(read->accounts.size(), all->accounts.size()) << name << " cut at " << size;
      for (std::size_t i = 0; i < read->accounts.size(); ++i)
        EXPECT_TRUE(all->accounts[i].password.reveal().starts_with(read->accounts[i].password.reveal()))
            << name << " cut at " << size;
    }
  }
}

}  // namespace
}  // namespace garde::accounts
