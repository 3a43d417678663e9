// The audit of accounts as a person at a terminal and a script use it.
#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/accounts_under_test.h"
#include "tests/terminal_garde.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(Accounts, SaysForEachAccountEveryReasonAndOneThingToDo) {
  const json::object audited = audit_json({"export.csv"}, kFoundBad);
  EXPECT_EQ(findings(audited), (std::vector<std::string>{"Ameli Pro: reused near-reused no-second-factor",
                                                         "Agenda: reused near-reused insecure-url", "Labo: near-reused",
                                                         "Achats:", "Courses: breached guessable", "Club:"}));
  const json::object& first = audited.at("accounts").as_array().at(0).as_object();
  for (const std::string_view member :
       {"name", "username", "url", "reasons", "group", "breach_count", "bits", "next_action"})
    EXPECT_TRUE(first.contains(member)) << member;
  EXPECT_EQ(first.at("group"), 1);
  EXPECT_EQ(first.at("rule").as_string().find("Kervadoret"), std::string_view::npos);
  EXPECT_TRUE(audited.at("accounts").as_array().at(3).at("next_action").is_null());
  EXPECT_TRUE(audited.at("corpus").at("established").as_bool());
  EXPECT_GE(audited.at("corpus").at("entries").to_number<int>(), 10'000);
}

TEST_F(Accounts, EndsWithTheStatusOfWhatWasFound) {
  folder_.write("clean.csv", "name,url,username,password\nA,https://a.fr,martin,xK7#pQ2vLm9!tR\n");
  EXPECT_EQ(audit({"clean.csv"}).status, kFine);
  EXPECT_EQ(audit({"export.csv"}).status, kFoundBad);
  EXPECT_EQ(audit({"nowhere.csv"}).status, kWrongUse);
  folder_.write("letter.txt", "Bonjour,\nvoici mes mots de passe\n");
  EXPECT_EQ(audit({"letter.txt"}).status, kWrongUse);
  EXPECT_EQ(audit({"."}).status, kWrongUse);
  EXPECT_EQ(audit({}).status, kWrongUse);
  EXPECT_EQ(audit({"--people", "Rose", "export.csv"}).status, kWrongUse);
  EXPECT_EQ(audit({"clean.csv", "--breached", "letter.txt"}).status, kNotEstablished);
  EXPECT_EQ(audit({"clean.csv", "--breached", "nowhere"}).status, kWrongUse);
}

TEST_F(Accounts, OfSeveralPeopleAreCompared) {
  folder_.write("rose.csv", fmt::format("name,url,username,password\nLabo,https://labo.exemple.fr,secretariat,{}\n"
                                        "Mail,https://mail.exemple.fr,rose,{}\n",
                                        passwords()[1], passwords()[2]));
  const auto lines = findings(audit_json({"--people", "Dr Martin=export.csv", "--people", "Rose=rose.csv"}, kFoundBad));
  EXPECT_EQ(lines.at(2), "Labo: shared near-reused");
  EXPECT_EQ(lines.at(3), "Achats: reused");
  EXPECT_EQ(lines.at(7), "Mail: reused");
}

TEST_F(Accounts, OpenWithThePasswordOfAFile) {
  std::filesystem::copy(samples() + "keepassxc-argon2id-aes.kdbx", folder_ / "vault.kdbx");
  folder_.write("right", "lac bleu\n");
  folder_.write("wrong", "lac vert\n");
  const json::object audited = audit_json({"vault.kdbx", "--password-file", "right"}, kFoundBad);
  EXPECT_EQ(audited.at("files").as_array().at(0).at("format").as_string(), "keepass-kdbx");
  EXPECT_FALSE(audited.at("files").as_array().at(0).at("in_clear").as_bool());
  EXPECT_EQ(audit({"vault.kdbx", "--password-file", "wrong"}).status, kWrongUse);
}

// A word of the practice's own is one of the first that whoever aims at it tries.
TEST_F(Accounts, WithAWordOfThePracticeAreGuessedSooner) {
  folder_.write("own.csv", "name,url,username,password\nA,https://a.fr,martin,Zorglubine2026!\n");
  const auto bits = [&](std::vector<std::string> more, int status) {
    more.insert(more.begin(), "own.csv");
    const json::object audited = audit_json(std::move(more), status);
    return json::value_to<std::string>(audited.at("accounts").as_array().at(0).at("bits").at("guessability"));
  };
  EXPECT_NE(bits({}, kFine), "under-40");
  EXPECT_EQ(bits({"--word", "Zorglubine"}, kFoundBad), "under-40");
  EXPECT_EQ(bits({"--word", "autre", "--word", "zorglubine"}, kFoundBad), "under-40");  // any of them, in any case
  EXPECT_NE(bits({"--word", "autre"}, kFine), "under-40");
}

TEST_F(Accounts, OpenWithAKeyFileBesideThePasswordOrAlone) {
  for (const std::string_view name : {"keepassxc-password-and-key-file.kdbx", "keepassxc-key-file-alone.kdbx",
                                      "key-file-xml-1.key", "key-file-of-keepassxc.keyx"})
    std::filesystem::copy(samples() + std::string(name), folder_ / name);
  folder_.write("right", "lac bleu\n");
  const json::object both = audit_json(
      {"keepassxc-password-and-key-file.kdbx", "--password-file", "right", "--key-file", "key-file-xml-1.key"}, kFine);
  EXPECT_EQ(findings(both), (std::vector<std::string>{"Messagerie:", "Agenda:"}));
  EXPECT_EQ(findings(audit_json({"keepassxc-key-file-alone.kdbx", "--key-file", "key-file-of-keepassxc.keyx"}, kFine)),
            findings(both));
  folder_.write("cut.keyx", "<KeyFile><Meta>");
  folder_.write("empty.key", "");
  const Ran wrong = audit({"keepassxc-key-file-alone.kdbx", "--key-file", "key-file-xml-1.key"});
  EXPECT_EQ(wrong.status, kWrongUse);
  EXPECT_THAT(wrong.err, HasSubstr("--key-file"));
  for (const std::string_view name : {"cut.keyx", "empty.key", "nowhere.key", "."}) {
    const Ran refused = audit({"keepassxc-key-file-alone.kdbx", "--key-file", std::string(name)});
    EXPECT_EQ(refused.status, kWrongUse) << name;
    EXPECT_THAT(refused.err, HasSubstr(name == "." ? "dossier" : name)) << refused.err;
  }
}

class AccountsAtATerminal : public Accounts {
 protected:
  AccountsAtATerminal() { std::filesystem::copy(samples() + "keepassxc-argon2id-aes.kdbx", folder_ / "vault.kdbx"); }
  static constexpr std::string_view kAsked = "Mot de passe";
};

TEST_F(AccountsAtATerminal, AskForThePasswordWithoutShowingIt) {
  TerminalGarde garde(folder_.path(), {"accounts", "audit", "vault.kdbx"});
  ASSERT_TRUE(garde.shows(kAsked)) << garde.screen();
  EXPECT_FALSE(garde.echoes());
  garde.type("lac vert\n");
  ASSERT_TRUE(garde.shows(kAsked)) << garde.screen();  // once more
  EXPECT_FALSE(garde.echoes());
  garde.type("lac bleu\n");
  ASSERT_TRUE(garde.shows("Ameli Pro")) << garde.screen();
  EXPECT_TRUE(garde.echoes());
  EXPECT_EQ(garde.wait(), kFoundBad);
  EXPECT_THAT(garde.screen(), Not(HasSubstr("lac ")));
}

TEST_F(AccountsAtATerminal, GiveUpAfterThreeWrongPasswords) {
  TerminalGarde garde(folder_.path(), {"accounts", "audit", "vault.kdbx"});
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(garde.shows(kAsked)) << i << garde.screen();
    garde.type("lac vert\n");
  }
  EXPECT_EQ(garde.wait(), kWrongUse);
}

TEST_F(AccountsAtATerminal, TakeNothingTypedForTheKeyFileAlone) {
  std::filesystem::copy(samples() + "keepassxc-key-file-alone.kdbx", folder_ / "alone.kdbx");
  std::filesystem::copy(samples() + "key-file-of-keepassxc.keyx", folder_ / "key.keyx");
  TerminalGarde garde(folder_.path(), {"accounts", "audit", "alone.kdbx", "--key-file", "key.keyx"});
  ASSERT_TRUE(garde.shows(kAsked)) << garde.screen();
  garde.type("\n");
  EXPECT_TRUE(garde.shows("Rien à reprendre")) << garde.screen();
  EXPECT_EQ(garde.wait(), kFine);
}

TEST_F(AccountsAtATerminal, LeaveTheTerminalAsItWasAndNoImageOfTheMemoryWhenTheyAreInterrupted) {
  for (const int signal : {SIGINT, SIGTERM, SIGABRT}) {
    TerminalGarde garde(folder_.path(), {"accounts", "audit", "vault.kdbx"});
    ASSERT_TRUE(garde.shows(kAsked)) << garde.screen();
    ASSERT_FALSE(garde.echoes());
    EXPECT_EQ(core_limit_of(garde.process()), "0 0");
    ::kill(garde.process(), signal);
    EXPECT_EQ(garde.wait(), -signal);
    if (signal != SIGABRT) {
      EXPECT_TRUE(garde.echoes()) << signal;
    }
  }
}

TEST_F(Accounts, BuildCheckAndUseACorpus) {
  // By openssl, in the order of the hashes.
  ASSERT_EQ(
      std::system(
          fmt::format("cd '{}' && for p in 123456 password azerty azerty123 zx'!'Vroumbadadoum77 $(seq 1 400); do "
                      "printf %s \"$p\" | openssl dgst -sha1 -r | cut -c1-40 | tr a-f A-F; done | LC_ALL=C sort -u | "
                      "sed 's/$/:1000/' > leaks.txt",
                      folder_.path().string())
              .c_str()),
      0);
  const Ran built = run_garde(folder_.path(), {"breached", "build", "leaks.txt", "--output", "leaks.garde"});
  EXPECT_EQ(built.status, kFine) << built.err;
  EXPECT_EQ(run_garde(folder_.path(), {"breached", "check", "leaks.garde"}).status, kFine);
  const json::object audited = audit_json({"export.csv", "--breached", "leaks.garde"}, kFoundBad);
  EXPECT_EQ(findings(audited).at(3), "Achats: breached");
  EXPECT_EQ(audited.at("accounts").as_array().at(3).at("breach_count"), 1)
      << "once, a thousand or a million times at least";
  EXPECT_EQ(audited.at("corpus").at("why").as_string(), "published-list");

  std::string cut = read_file(folder_ / "leaks.garde");
  cut.resize(cut.size() - 4);
  write_file(folder_ / "cut.garde", cut);
  EXPECT_EQ(run_garde(folder_.path(), {"breached", "check", "cut.garde"}).status, kNotEstablished);
  const json::object doubted = audit_json({"export.csv", "--breached", "cut.garde"}, kNotEstablished);
  EXPECT_FALSE(doubted.at("corpus").at("established").as_bool());
  EXPECT_EQ(doubted.at("corpus").at("why").as_string(), "wrong-size");
  EXPECT_EQ(findings(doubted).at(4), "Courses: guessable");  // nothing is said about breaches

  write_file(folder_ / "by-count.txt",
             "7C4A8D09CA3762AF61E59520943DC26494F8941B:9\n"
             "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:5\n");
  const Ran refused = run_garde(folder_.path(), {"breached", "build", "by-count.txt", "--output", "x"});
  EXPECT_EQ(refused.status, kWrongUse);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x"));
}

TEST_F(Accounts, WarnOfAnExportInASyncedFolder) {
  folder_.write("Dropbox/export.csv", export_text());
  const json::object audited = audit_json({"Dropbox/export.csv"}, kFoundBad);
  EXPECT_EQ(audited.at("files").as_array().at(0).at("synced_folder").as_string(), "Dropbox");
  EXPECT_THAT(audit({"Dropbox/export.csv"}).out, HasSubstr("Dropbox"));
}

TEST_F(Accounts, WarnOfAnExportInAFolderThatBackupsCopy) {
  folder_.write("disque/dossiers/a.txt", "a");
  folder_.write("dossiers/2026/export.csv", export_text());
  const Ran added = run_garde(
      folder_.path(), {"backup", "add", (folder_ / "disque").string(), "--kind", "mirror", "--name", "Disque du bureau",
                       "--source", "patient-records=" + (folder_ / "dossiers").string(), "--data", "data"});
  ASSERT_EQ(added.status, kFine) << added.err;
  const auto backed_up_by = [&](const std::string& file) {
    return audit_json({file, "--data", "data"}, kFoundBad).at("files").as_array().at(0).at("backed_up_by");
  };
  EXPECT_EQ(backed_up_by("dossiers/2026/export.csv"), "Disque du bureau");
  EXPECT_TRUE(backed_up_by("export.csv").is_null());
  EXPECT_THAT(audit({"dossiers/2026/export.csv", "--data", "data"}).out, HasSubstr("Disque du bureau"));
}

TEST_F(Accounts, LeaveNoPasswordInAnythingTheCommandWrites) {
  const Ran text = audit({"export.csv"});
  const Ran as_json = audit({"export.csv", "--json"});
  for (const std::string& said : {text.out, text.err, as_json.out, as_json.err}) EXPECT_TRUE(leaks_in(said).empty());
  folder_.write("leak-proof", "so that something is there");
  expect_no_leak_below(folder_.path());
  // The search itself finds what is there to be found.
  EXPECT_EQ(leaks_in(export_text()).size(), passwords().size());
}

// What was not read is never well.
TEST_F(Accounts, SayInTheFirstLineHowMuchWasNotRead) {
  std::string table = "name;url;username;password;note\r\n";
  for (int i = 0; i < 20; ++i)
    table += fmt::format("Site {0};https://s{0}.exemple.fr/;jean;{1}\r\n", i,
                         i < 4 ? "xK7#pQ2vLm9!t" + std::to_string(i) : "Lapin2019!");
  folder_.write("short.csv", table);
  EXPECT_EQ(audit_json({"short.csv"}, kFoundBad).at("judged").at("units"), 20) << "empty cells left out at the end";
  folder_.write("cut.csv", "name,url,username,password,note\nA,https://a.fr,m,xK7#pQ2vLm9!tR,\nB,https://b.fr,m\n");
  const Ran cut = audit({"cut.csv", "--data", "data"});
  EXPECT_EQ(cut.status, kNotEstablished);
  EXPECT_THAT(cut.out.substr(0, cut.out.find('\n')), HasSubstr("1 sur 2"));
  EXPECT_THAT(cut.out, Not(HasSubstr("Rien à reprendre.")));
  EXPECT_EQ(audit_json({"cut.csv"}, kNotEstablished).at("outcome"), "not_established");
  folder_.write("none.csv", "name,url,username,password\n");
  const Ran none = audit({"none.csv", "--data", "data"});
  EXPECT_EQ(none.status, kNotEstablished);
  EXPECT_THAT(none.out, HasSubstr("Aucun compte"));
  EXPECT_THAT(none.out, Not(HasSubstr("Rien à reprendre")));
}

TEST_F(Accounts, OfAPipeAreRead) {
  folder_.write("clean.csv", "name,url,username,password\nA,https://a.fr,martin,xK7#pQ2vLm9!tR\n");
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << read_file(folder_ / "clean.csv"); });
  EXPECT_EQ(audit({pipe}).status, kFine);
  writer.join();
}

TEST_F(Accounts, ThatAreNotInAnExportAreAskedForInOneSentence) {
  folder_.write("vault.kdb", std::string("\x03\xD9\xA2\x9A\x65\xFB\x4B\xB5 ", 9));
  const Ran refused = audit({"vault.kdb"});
  EXPECT_EQ(refused.status, kWrongUse);
  EXPECT_THAT(refused.err, HasSubstr("KeePass 1"));
}

TEST_F(Accounts, LeaveNoPieceOfAPasswordThatStandsInAnotherField) {
  for (const auto& [name, content] : exports_with_misplaced_passwords()) {
    EXPECT_FALSE(pieces_in(content).empty());
    folder_.write(name, content);
    const Ran text = audit({name, "--data", "data"});
    const Ran as_json = audit({name, "--json"});
    EXPECT_EQ(text.status, kFoundBad) << text.err;
    for (const std::string& said : {text.out, text.err, as_json.out, as_json.err})
      EXPECT_EQ(pieces_in(said), std::vector<std::string>()) << name;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "data"))
    if (entry.is_regular_file()) {
      EXPECT_EQ(pieces_in(read_file(entry.path())), std::vector<std::string>()) << entry.path();
    }
}

}  // namespace
}  // namespace garde::tests
