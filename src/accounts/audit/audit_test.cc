#include "accounts/audit/audit.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "accounts/audit/testing/word_lists.h"
#include "accounts/breaches/testing/leaks.h"
#include "accounts/exports/testing/exports.h"
#include "base/testing/source_directory.h"
#include "io/memory_tree.h"

namespace garde::accounts {
namespace {

using Lines = std::vector<std::string>;

const Instant kNow = start_of(Date{std::chrono::year(2026) / 11 / 23});

// Passwords that no list holds, so that only what a test is about is found.
constexpr std::string_view kStrong1 = "xK7#pQ2vLm9!";
constexpr std::string_view kStrong2 = "Zr4&wT8bNc1?";
constexpr std::string_view kStrong3 = "uG5%jH3sVd6*";

class Auditing : public ::testing::Test {
 protected:
  Auditing() {
    const auto files = content::Files::from_directory(source_directory() / "content");
    content::Problems problems;
    tools_ = Tools::read(*files, problems);
    rules_ = AuditRules::read(*files, problems);
    EXPECT_TRUE(problems.empty());
  }

  // Rows of name, url, username, password.
  void add_export(const std::vector<std::array<std::string_view, 4>>& rows, std::string person = {}) {
    std::string text = "name,url,username,password\n";
    for (const auto& row : rows) text += fmt::format("\"{}\"\n", fmt::join(row, "\",\""));
    add_text(text, std::move(person));
  }
  void add_text(std::string_view text, std::string person = {}) {
    auto read = testing::read_text(text);
    ASSERT_TRUE(read) << describe(read.error());
    exports_.push_back(std::make_unique<Export>(std::move(read).take()));
    people_.push_back(std::move(person));
  }

  Audit run() {
    std::vector<AuditedExport> files;
    for (std::size_t i = 0; i < exports_.size(); ++i) files.push_back({people_[i], exports_[i].get()});
    const AuditGrounds grounds{.words = testing::shipped_word_lists(),
                               .tools = tools_,
                               .rules = rules_,
                               .corpus = corpus_,
                               .own_words = own_words_,
                               .second_factor_on = second_factor_on_};
    return audit(files, grounds, kNow).take();
  }
  // "name: reason reason (group)".
  Lines findings() {
    Lines lines;
    for (const AuditedAccount& account : run().accounts) {
      Lines reasons;
      for (const Reason reason : account.reasons) reasons.emplace_back(name(reason));
      lines.push_back(fmt::format("{}: {}{}", account.name, fmt::join(reasons, " "),
                                  account.group ? fmt::format(" ({})", *account.group) : ""));
    }
    return lines;
  }

  Tools tools_;
  AuditRules rules_;
  const BreachCorpus* corpus_ = nullptr;
  std::vector<std::string> own_words_;
  std::vector<ToolId> second_factor_on_;
  std::vector<std::unique_ptr<Export>> exports_;
  std::vector<std::string> people_;
};

TEST_F(Auditing, FindsNothingWhereThereIsNothing) {
  add_export({{"A", "https://a.fr", "martin", kStrong1}, {"B", "https://b.fr", "martin", kStrong2}});
  EXPECT_EQ(findings(), (Lines{"A: ", "B: "}));
  for (const AuditedAccount& account : run().accounts) EXPECT_TRUE(account.reasons.empty());
}

TEST_F(Auditing, GroupsAccountsWithTheSamePassword) {
  add_export({{"A", "https://a.fr", "martin", kStrong1},
              {"B", "https://b.fr", "martin", kStrong2},
              {"C", "https://c.fr", "martin", kStrong1},
              {"D", "https://d.fr", "martin", kStrong2},
              {"E", "https://e.fr", "martin", kStrong3}});
  EXPECT_EQ(findings(), (Lines{"A: reused (1)", "B: reused (2)", "C: reused (1)", "D: reused (2)", "E: "}));
}

TEST_F(Auditing, TakesTheSameLoginSavedTwiceForOneAccount) {
  add_export({{"A", "https://a.fr/login", "martin", kStrong1}, {"A2", "https://www.a.fr/", "Martin", kStrong1}});
  EXPECT_EQ(findings(), (Lines{"A: ", "A2: "}));
}

TEST_F(Auditing, SeesReuseAmongAccountsOfWhichNothingElseIsKnown) {
  add_export({{"", "", "", kStrong1}, {"", "", "", kStrong1}});
  EXPECT_EQ(findings(), (Lines{": reused (1)", ": reused (1)"}));
}

TEST_F(Auditing, FindsFamiliesAndShowsTheirRuleButNeverTheRoot) {
  add_export({{"A", "https://a.fr", "martin", "Kervadoret2024"},
              {"B", "https://b.fr", "martin", "kervadoret2025!"},
              {"C", "https://c.fr", "martin", "Kervadoret2024"}});
  const Audit audit = run();
  ASSERT_EQ(audit.accounts.size(), 3U);
  EXPECT_EQ(audit.accounts[0].reasons, (std::vector{Reason::reused, Reason::near_reused}));
  EXPECT_EQ(audit.accounts[1].reasons, std::vector{Reason::near_reused});
  EXPECT_EQ(audit.accounts[0].group, 1U);
  EXPECT_EQ(audit.accounts[1].group, 1U);
  EXPECT_EQ(audit.accounts[1].family_rule, "<racine>+<année>+<signe>");
  EXPECT_EQ(explanation(audit.accounts[1], Reason::near_reused),
            (Message{"accounts.reason.near-reused", {{"rule", "<racine>+<année>+<signe>"}}}));
}

TEST_F(Auditing, FindsTheSiteInItsOwnPassword) {
  add_export({{"Doctolib", "https://pro.doctolib.fr", "martin", "Doctolib2025!"},
              {"Maiia", "https://pro.maiia.com", "martin", "Maiia2025!"}});
  EXPECT_EQ(findings(), (Lines{"Doctolib: guessable near-reused (1)", "Maiia: guessable near-reused (1)"}));
}

TEST_F(Auditing, CallsGuessableWhatThePracticeOrTheAccountGivesAway) {
  add_export(
      {{"A", "https://a.fr", "dr.kervadoret@a.fr", "Kervadoret75!"}, {"B", "https://b.fr", "martin", "Plouzevede-29"}});
  EXPECT_EQ(findings()[0], "A: guessable");
  EXPECT_EQ(findings()[1], "B: ");
  own_words_ = {"plouzevede"};
  EXPECT_EQ(findings()[1], "B: guessable");
}

TEST_F(Auditing, GivesBothFiguresInWords) {
  add_export({{"A", "https://a.fr", "martin", "Bonjour2024!"}, {"B", "https://b.fr", "martin", kStrong1}});
  const Audit audit = run();
  EXPECT_EQ(audit.accounts[0].cnil, CnilCase::alone);  // 79.55 bits, its own first example of 80
  EXPECT_EQ(audit.accounts[0].guessability, Guessability::weak);
  EXPECT_EQ(audit.accounts[1].guessability, Guessability::strong);
}

// Whoever reads the report may guess at a password, and must not see whether he is right.
TEST_F(Auditing, TellsNoCommonPasswordFromAnother) {
  std::vector<std::array<std::string_view, 4>> rows;
  for (const std::string_view password :
       {"123456",   "password", "azerty",   "qwerty",   "123456789", "soleil",  "doudou",    "marseille", "loulou",
        "chouchou", "nicolas",  "camille",  "bonjour",  "secret",    "dragon",  "monkey",    "letmein",   "abc123",
        "111111",   "sunshine", "princess", "football", "charlie",   "thomas",  "chocolat",  "maman",     "juliette",
        "iloveyou", "trustno1", "superman", "batman",   "michel",    "gabriel", "alexandre", "amour",     "cheval"})
    rows.push_back({"", "", "", password});
  add_export(rows);
  std::map<std::tuple<Guessability, CnilCase, bool>, int> seen;
  for (const AuditedAccount& account : run().accounts) ++seen[{account.guessability, account.cnil, account.common}];
  for (const auto& [shape, count] : seen) EXPECT_GE(count, 5);
}

TEST_F(Auditing, TakesOneLoginForOneAccountHoweverItIsReached) {
  add_export({{"Doctolib", "https://pro.doctolib.fr/signin", "dr@exemple.fr", kStrong1},
              {"fr.doctolib.www", "android://Zm9v@fr.doctolib.www/", "dr@exemple.fr", kStrong1},
              {"www.doctolib.fr", "https://www.doctolib.fr/", "Dr@Exemple.fr", kStrong1},
              {"login.orange.fr", "https://login.orange.fr/", "dr@orange.fr", kStrong2},
              {"mail.orange.fr", "https://mail.orange.fr/", "dr@orange.fr", kStrong2}});
  for (const AuditedAccount& account : run().accounts)
    EXPECT_EQ(std::ranges::count(account.reasons, Reason::reused), 0) << account.name;
}

TEST_F(Auditing, TellsApartWhatAnAccentAScriptOrAPortTellsApart) {
  add_export({{"A", "https://a.fr", "rené", kStrong1}, {"B", "https://a.fr", "rene", kStrong1}});
  add_export({{"C", "https://c.fr", "иванов", kStrong2}, {"D", "https://c.fr", "петров", kStrong2}});
  add_export({{"E", "http://nas.local:5000", "admin", kStrong3}, {"F", "http://nas.local:8080", "admin", kStrong3}});
  EXPECT_EQ(findings(), (Lines{"A: reused (1)", "B: reused (1)", "C: reused (2)", "D: reused (2)", "E: reused (3)",
                               "F: reused (3)"}));
}

TEST_F(Auditing, LooksAtEveryAddressOfAnAccount) {
  add_text(
      fmt::format("type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\n"
                  "login,A,\"https://a.fr/, http://vieux.fr/\",m@a.fr,,{},,,1,1,P\n"
                  "login,B,\"https://inconnu.fr/, https://www.mailo.com/\",m@b.fr,,{},,,1,1,P\n"
                  "login,C,https://vieux.fr,m@a.fr,,{},,,1,1,P\n",
                  kStrong1, kStrong2, kStrong1));
  EXPECT_EQ(findings(), (Lines{"A: insecure-url", "B: no-second-factor", "C: "}));
  EXPECT_EQ(run().accounts[0].url, "http://vieux.fr");
}

TEST_F(Auditing, SeesOneLoginInSeveralPeoplesHands) {
  add_export(
      {{"Agenda", "https://agenda.fr", "cabinet.martin", kStrong1}, {"Mail", "https://mail.fr", "anne", kStrong2}},
      "Anne");
  add_export(
      {{"Agenda", "https://agenda.fr", "cabinet.martin", kStrong1}, {"Mail", "https://mail.fr", "paul", kStrong3}},
      "Paul");
  EXPECT_EQ(findings(), (Lines{"Agenda: shared", "Mail: ", "Agenda: shared", "Mail: "}));
}

TEST_F(Auditing, SeesAGenericLoginInSeveralPeoplesHandsWhateverItOpens) {
  add_export({{"Agenda", "https://agenda.fr", "secretariat@cabinet.fr", kStrong1}}, "Anne");
  add_export({{"Commandes", "https://commandes.fr", "secretariat@cabinet.fr", kStrong2}}, "Paul");
  EXPECT_EQ(findings(), (Lines{"Agenda: shared", "Commandes: shared"}));
}

TEST_F(Auditing, DoesNotCallSharedWhatOnePersonHasInTwoFiles) {
  add_export({{"Agenda", "https://agenda.fr", "secretariat@cabinet.fr", kStrong1}}, "Anne");
  add_export({{"Agenda", "https://agenda.fr", "secretariat@cabinet.fr", kStrong1}}, "Anne");
  add_export({{"Mail", "https://mail.fr", "secretariat@cabinet.fr", kStrong2}});
  EXPECT_EQ(findings(), (Lines{"Agenda: ", "Agenda: ", "Mail: "}));
}

TEST_F(Auditing, SeesACollectionThatSeveralPeopleSee) {
  add_text(testing::sample("bitwarden-organisation.csv"));
  EXPECT_NE(findings()[0].find("shared"), std::string::npos);
}

// Only where the tool itself asks for another password is an old one a finding.
TEST_F(Auditing, CallsAPasswordOldByTheRuleOfItsTool) {
  const auto export_of = [](std::string_view changed) {
    return fmt::format(
        "url,username,password,guid,timePasswordChanged\nhttps://espacepro.ameli.fr,19,{},g,{}\nhttps://"
        "a.fr,19,{},g,1\n",
        kStrong1, changed, kStrong2);
  };
  const auto milliseconds_ago = [](int days) { return std::to_string((kNow - Days(days)).time_since_epoch().count()); };
  second_factor_on_ = {ToolId::of("ameli-pro")};
  add_text(export_of(milliseconds_ago(184)));
  add_text(export_of(milliseconds_ago(182)));
  EXPECT_EQ(findings(), (Lines{"espacepro.ameli.fr: old", "a.fr: ", "espacepro.ameli.fr: ", "a.fr: "}));
}

TEST_F(Auditing, JudgesTheSecondFactorByWhatIsDeclaredOrExported) {
  add_export({{"Ameli Pro", "", "19", kStrong1},
              {"Mail", "https://www.mailo.com/", "martin", kStrong2},
              {"Inconnu", "https://inconnu.fr", "martin", kStrong3}});
  EXPECT_EQ(findings(), (Lines{"Ameli Pro: no-second-factor", "Mail: no-second-factor", "Inconnu: "}));
  second_factor_on_ = {ToolId::of("ameli-pro")};
  EXPECT_EQ(findings(), (Lines{"Ameli Pro: ", "Mail: no-second-factor", "Inconnu: "}));
}

TEST_F(Auditing, TakesACodeInTheExportForASecondFactor) {
  add_text(
      fmt::format("Title,URL,Username,Password,Notes,OTPAuth\nMail,https://mailo.com,m,{},,otpauth://x\n", kStrong1));
  EXPECT_EQ(findings(), Lines{"Mail: "});
}

TEST_F(Auditing, SeesAnAddressThatIsNotEncrypted) {
  add_export({{"A", "http://a.fr", "m", kStrong1}, {"Box", "http://192.168.1.1", "m", kStrong2}});
  EXPECT_EQ(findings(), (Lines{"A: insecure-url", "Box: "}));
}

TEST_F(Auditing, FindsLeakedPasswordsAndHowOftenAtLeast) {
  const std::string bytes = testing::built_corpus(3000);
  io::MemoryTree tree;
  const auto raw = std::as_bytes(std::span(bytes));
  tree.put_file("corpus", {raw.begin(), raw.end()});
  const auto corpus =
      BreachCorpus::open(std::move(tree.open("corpus", io::Access::random)).take(), "corpus", CorpusCheck::at_opening);
  ASSERT_TRUE(corpus && corpus->proof().established());
  corpus_ = &*corpus;
  add_export({{"A", "https://a.fr", "m", "leak-1000"}, {"B", "https://b.fr", "m", kStrong2}});
  const Audit audit = run();
  EXPECT_EQ(audit.accounts[0].reasons.front(), Reason::breached);
  EXPECT_EQ(audit.accounts[0].breach_count, 1000U);  // 2000 times: at least that
  EXPECT_FALSE(audit.accounts[1].breach_count);
  EXPECT_EQ(next_action(audit.accounts[0].reasons.front()).key, "accounts.action.breached");
}

TEST_F(Auditing, ShowsNoPasswordThatStandsInANameALoginOrAnAddress) {
  add_export({{"code: xK7#pQ2vLm9!", "https://m:xK7#pQ2vLm9!@a.fr/xK7#pQ2vLm9!", "xK7#pQ2vLm9!", kStrong1},
              {"B", "https://b.fr/", "login Zr4&wT8bNc1?", kStrong2}});
  for (const AuditedAccount& account : run().accounts)
    for (const std::string& shown : {account.name, account.username, account.url}) {
      EXPECT_EQ(shown.find("xK7#pQ2vLm9!"), std::string::npos) << shown;
      EXPECT_EQ(shown.find("Zr4&wT8bNc1"), std::string::npos) << shown;
    }
  EXPECT_EQ(run().accounts[0].name, "code: …");
  for (const AuditedAccount& account : run().accounts) EXPECT_EQ(account.key, "") << "two keys might be one";
}

}  // namespace
}  // namespace garde::accounts
