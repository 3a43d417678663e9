// The audit of accounts as a person and a script use it, and that nothing it read is left anywhere.
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <boost/json.hpp>

#include "base/hex.h"
#include "base/instant.h"
#include "crypto/digest.h"
#include "crypto/sha1.h"
#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"
#include "tests/terminal_garde.h"

namespace garde::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

constexpr int kFine = 0;
constexpr int kFoundBad = 1;
constexpr int kWrongUse = 2;
constexpr int kNotEstablished = 3;

// In no dictionary, so that nothing else of the program holds them.
const std::vector<std::string> kPasswords = {"Kervadoret-des-Lilas-2024", "Kervadoret-des-Lilas-2025",
                                             "zx!Vroumbadadoum77", "été-à-Plouguerneau-88"};

std::string export_text() {
  return fmt::format(
      "name,url,username,password,note\r\n"
      "Ameli Pro,https://espacepro.ameli.fr,martin,{0},\r\n"
      "Agenda,http://agenda.exemple.fr,martin,{0},rappel\r\n"
      "Labo,https://labo.exemple.fr,secretariat,{1},\r\n"
      "Achats,https://achats.exemple.fr,martin,{2},\r\n"
      "Courses,https://courses.exemple.fr,martin,azerty123,\r\n"
      "Club,https://club.exemple.fr,martin,{3},\r\n",
      kPasswords[0], kPasswords[1], kPasswords[2], kPasswords[3]);
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// A password and what it turns into where programs are careless.
std::vector<std::string> forms_of(const std::string& password) {
  const crypto::Sha1Digest sha1 = crypto::sha1(bytes_of(password));
  const std::string hex = to_hex(sha1.bytes);
  std::string utf16;
  for (const char c : password) utf16 += {c, '\0'};
  std::vector<std::string> forms = {password,
                                    hex,
                                    upper(hex),
                                    std::string(reinterpret_cast<const char*>(sha1.bytes.data()), sha1.bytes.size()),
                                    to_hex(crypto::sha256(bytes_of(password)).bytes),
                                    utf16};
  // base64 at each of the three places a text can start in it, without its changing ends.
  for (const std::string& before : {std::string(), std::string("a"), std::string("ab")}) {
    const std::string encoded = [&] {
      std::string text = before + password;
      std::string out;
      constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
        const auto at = [&](std::size_t j) { return static_cast<unsigned>(static_cast<unsigned char>(text[j])); };
        const unsigned bits = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
        for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kDigits[bits >> shift & 63U];
      }
      return out;
    }();
    if (encoded.size() > 12) forms.push_back(encoded.substr(4, encoded.size() - 8));
  }
  return forms;
}

std::string from_hex_text(std::string_view digits) {
  const auto bytes = from_hex(digits).value();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// NTLM is MD4 of UTF-16: by openssl, which is no part of ours.
std::string ntlm_of(const std::filesystem::path& folder, const std::string& password) {
  write_file(folder / "plain", password);
  const std::string command = fmt::format(
      "cd '{}' && iconv -f UTF-8 -t UTF-16LE plain | openssl dgst -provider legacy -provider default -md4 -r > ntlm 2> "
      "/dev/null; rm -f plain",
      folder.string());
  if (std::system(command.c_str()) != 0) return "";
  const std::string out = read_file(folder / "ntlm");
  std::filesystem::remove(folder / "ntlm");
  return out.substr(0, std::min<std::size_t>(out.size(), 32));
}

class Accounts : public testing::Test {
 protected:
  Accounts() {
    ::umask(0077);
    folder_.write("export.csv", export_text());
  }
  Ran audit(std::vector<std::string> more) const {
    more.insert(more.begin(), {"accounts", "audit"});
    return run_garde(folder_.path(), more);
  }
  json::object audit_json(std::vector<std::string> more, int status) const {
    more.push_back("--json");
    const Ran ran = audit(std::move(more));
    EXPECT_EQ(ran.status, status) << ran.err;
    boost::system::error_code code;
    const json::value value = json::parse(ran.out, code);
    EXPECT_FALSE(code) << ran.out;
    return code ? json::object() : value.as_object();
  }
  // "Ameli Pro: reused near-reused"
  static std::vector<std::string> findings(const json::object& audited) {
    std::vector<std::string> lines;
    for (const json::value& account : audited.at("accounts").as_array()) {
      std::string line(account.at("name").as_string());
      line += ':';
      for (const json::value& reason : account.at("reasons").as_array()) line += " " + std::string(reason.as_string());
      lines.push_back(std::move(line));
    }
    return lines;
  }
  // Every form of every password that stands in a text.
  std::vector<std::string> leaks_in(std::string_view text, std::vector<std::string> passwords = kPasswords) const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < passwords.size(); ++i) {
      for (const std::string& form : forms_of(passwords[i]))
        if (text.find(form) != std::string_view::npos) found.push_back(fmt::format("password {}", i));
      const std::string ntlm = ntlm_of(folder_.path(), passwords[i]);
      if (!ntlm.empty() &&
          (text.find(ntlm) != std::string_view::npos || text.find(upper(ntlm)) != std::string_view::npos))
        found.push_back(fmt::format("NTLM of password {}", i));
    }
    return found;
  }
  void expect_no_leak_below(const std::filesystem::path& folder,
                            const std::vector<std::string>& passwords = kPasswords) const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || entry.path().filename() == "export.csv") continue;
      ++files;
      EXPECT_TRUE(leaks_in(read_file(entry.path()), passwords).empty()) << entry.path();
    }
    EXPECT_GT(files, 0U);
  }

  io::testing::TemporaryFolder folder_;
};

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
                                        kPasswords[1], kPasswords[2]));
  const auto lines = findings(audit_json({"--people", "Dr Martin=export.csv", "--people", "Rose=rose.csv"}, kFoundBad));
  EXPECT_EQ(lines.at(2), "Labo: shared near-reused");
  EXPECT_EQ(lines.at(3), "Achats: reused");
  EXPECT_EQ(lines.at(7), "Mail: reused");
}

TEST_F(Accounts, OpenWithThePasswordOfAFile) {
  std::filesystem::copy(GARDE_SOURCE_DIR "/src/accounts/testdata/keepassxc-argon2id-aes.kdbx", folder_ / "vault.kdbx");
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
    return audited.at("accounts").as_array().at(0).at("bits").at("guessability").to_number<double>();
  };
  const double without = bits({}, kFine);
  const double with = bits({"--word", "Zorglubine"}, kFoundBad);
  EXPECT_GT(without, with + 20);
  EXPECT_EQ(bits({"--word", "autre", "--word", "zorglubine"}, kFoundBad), with);  // any of them, in any case
  EXPECT_EQ(bits({"--word", "autre"}, kFine), without);
}

TEST_F(Accounts, OpenWithAKeyFileBesideThePasswordOrAlone) {
  const std::filesystem::path samples = GARDE_SOURCE_DIR "/src/accounts/testdata";
  for (const std::string_view name : {"keepassxc-password-and-key-file.kdbx", "keepassxc-key-file-alone.kdbx",
                                      "key-file-xml-1.key", "key-file-of-keepassxc.keyx"})
    std::filesystem::copy(samples / name, folder_ / name);
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
  AccountsAtATerminal() {
    std::filesystem::copy(GARDE_SOURCE_DIR "/src/accounts/testdata/keepassxc-argon2id-aes.kdbx",
                          folder_ / "vault.kdbx");
  }
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
  const std::filesystem::path samples = GARDE_SOURCE_DIR "/src/accounts/testdata";
  std::filesystem::copy(samples / "keepassxc-key-file-alone.kdbx", folder_ / "alone.kdbx");
  std::filesystem::copy(samples / "key-file-of-keepassxc.keyx", folder_ / "key.keyx");
  TerminalGarde garde(folder_.path(), {"accounts", "audit", "alone.kdbx", "--key-file", "key.keyx"});
  ASSERT_TRUE(garde.shows(kAsked)) << garde.screen();
  garde.type("\n");
  EXPECT_TRUE(garde.shows("Rien à reprendre")) << garde.screen();
  EXPECT_EQ(garde.wait(), kFine);
}

// Of the limits of a process, as the system shows them.
std::string core_limit_of(pid_t process) {
  const std::string limits = read_file(fmt::format("/proc/{}/limits", process));
  std::smatch match;
  std::regex_search(limits, match, std::regex("Max core file size +([a-z0-9]+) +([a-z0-9]+)"));
  return match.empty() ? "" : fmt::format("{} {}", match[1].str(), match[2].str());
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
  EXPECT_EQ(audited.at("accounts").as_array().at(3).at("breach_count"), 512);
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
  EXPECT_EQ(leaks_in(export_text()).size(), kPasswords.size());
}

class AccountsInThePages : public Accounts {
 protected:
  std::filesystem::path data() const { return folder_ / "data"; }

  http::Answer request(const RunningGarde& garde, std::string_view method, std::string_view path,
                       std::string_view type = "", std::string_view body = "") const {
    std::string head =
        fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n", method, path, garde.port());
    if (!cookie_.empty()) head += "Cookie: " + cookie_ + "\r\n";
    if (method == "POST")
      head += fmt::format("Origin: http://127.0.0.1:{}\r\nContent-Type: {}\r\nContent-Length: {}\r\n", garde.port(),
                          type, body.size());
    return http::exchange(garde.port(), head + "\r\n" + std::string(body));
  }
  void open_session(const RunningGarde& garde) {
    const http::Answer opened = request(garde, "GET", "/open?token=" + garde.token());
    cookie_ = std::string(opened.headers.get("Set-Cookie").value_or(""));
    cookie_ = cookie_.substr(0, cookie_.find(';'));
    const http::Answer page = request(garde, "GET", "/accesses/audit");
    std::smatch token;
    ASSERT_TRUE(std::regex_search(page.body, token, std::regex("name=\"form_token\" value=\"([^\"]+)\"")))
        << page.status;
    token_ = token[1];
  }
  struct SentFile {
    std::string field;
    std::string name;
    std::string content;
  };
  http::Answer post_files(const RunningGarde& garde, const std::vector<SentFile>& files,
                          const std::string& password = "") const {
    const auto field = [](std::string_view name, std::string_view value) {
      return fmt::format("--b\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", name, value);
    };
    std::string body = field("form_token", token_) + field("password", password);
    for (const SentFile& file : files)
      body += fmt::format(
          "--b\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: "
          "application/octet-stream\r\n\r\n{}\r\n",
          file.field, file.name, file.content);
    return request(garde, "POST", "/accesses/audit", "multipart/form-data; boundary=b", body + "--b--\r\n");
  }
  http::Answer post_export(const RunningGarde& garde) const {
    return post_files(garde, {{"file-1", "export.csv", export_text()}});
  }
  http::Answer post_vault(const RunningGarde& garde, const std::string& password) const {
    const std::string samples = GARDE_SOURCE_DIR "/src/accounts/testdata/";
    return post_files(garde,
                      {{"file-1", "coffre.kdbx", read_file(samples + "keepassxc-password-and-key-file.kdbx")},
                       {"key-file", "cle.key", read_file(samples + "key-file-xml-1.key")}},
                      password);
  }

  std::string cookie_;
  std::string token_;
};

TEST_F(AccountsInThePages, AreJudgedAndMoveThePlan) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const http::Answer answer = post_export(garde);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("espacepro.ameli.fr"));
  EXPECT_THAT(request(garde, "GET", "/accesses").body, HasSubstr("claim-fails"));  // no-password-reused, measured
}

// Whoever gave the file through a page told its name only: it is looked for where people leave such files.
TEST_F(AccountsInThePages, SayWhereTheExportStillLiesAndWhatCopiesIt) {
  const std::filesystem::path home = folder_ / "home";
  const std::vector<std::filesystem::path> places = {
      folder_.write("home/Téléchargements/export.csv", export_text()),
      folder_.write("home/OneDrive - Cabinet/Documents/export.csv", export_text()),
      folder_.write("dossiers/2026/export.csv", export_text())};
  folder_.write("disque/dossiers/a.txt", "a");
  ASSERT_EQ(run_garde(folder_.path(),
                      {"backup", "add", (folder_ / "disque").string(), "--kind", "mirror", "--name", "Disque du bureau",
                       "--source", "patient-records=" + (folder_ / "dossiers").string(), "--data", data().string()})
                .status,
            kFine);
  folder_.write("home/Documents/export.csv", "another file of this name");
  const std::string home_before = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  ::setenv("HOME", home.c_str(), 1);
  RunningGarde garde(data());
  ::setenv("HOME", home_before.c_str(), 1);
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const std::string page = post_export(garde).body;
  for (const std::filesystem::path& place : places) EXPECT_THAT(page, HasSubstr(place.parent_path().string()));
  EXPECT_THAT(page, HasSubstr("recopié par OneDrive"));
  EXPECT_THAT(page, HasSubstr("copié par vos sauvegardes (Disque du bureau)"));
  EXPECT_THAT(page, Not(HasSubstr((home / "Documents").string())));
  const auto look_again = [&] {
    return request(garde, "POST", "/accesses/audit/export", "application/x-www-form-urlencoded",
                   fmt::format("form_token={}&name=export.csv&size={}", token_, export_text().size()))
        .body;
  };
  EXPECT_THAT(look_again(), HasSubstr("est encore à 3 endroits"));
  for (std::size_t i = 0; i < 2; ++i) std::filesystem::remove(places[i]);
  EXPECT_THAT(look_again(), HasSubstr("est encore là"));
  std::filesystem::remove(places[2]);
  EXPECT_THAT(look_again(), HasSubstr("n’est plus dans vos dossiers habituels"));
}

TEST_F(AccountsInThePages, ThatSomebodyLivesWithAreNotToMendUntilTheirDay) {
  folder_.write("one.csv", "name,url,username,password\nA,http://a.exemple.fr,martin,xK7#pQ2vLm9!tR\n");
  const auto audited = [&](int status) { return audit_json({"one.csv", "--data", data().string()}, status); };
  std::string key;
  const Date today = utc_day_of(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  const std::string day = to_iso(plus_days(today, Days(90)));
  {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    open_session(garde);
    const http::Answer answer = post_files(garde, {{"file-1", "one.csv", read_file(folder_ / "one.csv")}});
    std::smatch match;
    ASSERT_TRUE(std::regex_search(answer.body, match, std::regex("name=\"account\" value=\"([^\"]+)\"")));
    key = std::regex_replace(match[1].str(), std::regex(" "), "+");
    const auto accept = [&](std::string_view because, std::string_view review_on) {
      return request(garde, "POST", "/accesses/audit/risks", "application/x-www-form-urlencoded",
                     fmt::format("form_token={}&account={}&reason=insecure-url&because={}&by=Dr+Martin&review_on={}",
                                 token_, key, because, review_on));
    };
    EXPECT_EQ(accept("", day).status, 422);
    EXPECT_EQ(accept("ancien+site", to_iso(today)).status, 422);
    EXPECT_EQ(accept("ancien+site", to_iso(plus_days(today, Days(400)))).status, 422);
    EXPECT_EQ(accept("ancien+site", day).status, 303);
    const http::Answer again = post_files(garde, {{"file-1", "one.csv", read_file(folder_ / "one.csv")}});
    EXPECT_THAT(again.body, HasSubstr("Accepté par Dr Martin"));
    EXPECT_THAT(again.body, HasSubstr("Rien à reprendre"));
  }
  const json::object account = audited(kFine).at("accounts").as_array().at(0).as_object();
  EXPECT_EQ(account.at("reasons").as_array().size(), 1U);
  EXPECT_TRUE(account.at("next_action").is_null());
  EXPECT_EQ(
      json::serialize(account.at("accepted")),
      fmt::format(R"([{{"reason":"insecure-url","because":"ancien site","by":"Dr Martin","review_on":"{}"}}])", day));
  const Ran text = audit({"one.csv", "--data", data().string()});
  EXPECT_THAT(text.out, HasSubstr("Accepté par Dr Martin"));
  EXPECT_THAT(text.out, HasSubstr("ancien site"));
  EXPECT_EQ(audit({"one.csv"}).status, kFoundBad);  // nobody accepted anything without a practice
}

// Of a process, all that it may have written to: what a core dump would hold.
std::string memory_of(pid_t process) {
  std::ifstream maps(fmt::format("/proc/{}/maps", process));
  std::ifstream memory(fmt::format("/proc/{}/mem", process), std::ios::binary);
  std::string all;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    char write = '-';
    if (std::sscanf(line.c_str(), "%lx-%lx r%c", &begin, &end, &write) != 3 || write != 'w') continue;
    constexpr std::uint64_t kMaxRegion = 256U
                                         << 20U;  // the sanitizer's own shadow is larger, and holds no bytes of ours
    if (end - begin > kMaxRegion) continue;
    std::string region(end - begin, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(begin));
    memory.read(region.data(), static_cast<std::streamsize>(region.size()));
    region.resize(static_cast<std::size_t>(memory.gcount()));
    all += region;
  }
  return all;
}

// Nothing that the server wrote, says or remembers holds a password in any form.
class LeaveNoPassword : public AccountsInThePages {
 protected:
  void expect_no_leak(const RunningGarde& garde, const http::Answer& answer,
                      const std::vector<std::string>& passwords) const {
    EXPECT_TRUE(leaks_in(answer.body, passwords).empty());
    EXPECT_TRUE(leaks_in(read_file(errors()), passwords).empty());
    expect_no_leak_below(data(), passwords);
    EXPECT_EQ(core_limit_of(garde.process()), "0 0");
    for (const auto& open : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", garde.process()))) {
      std::error_code code;
      const auto target = std::filesystem::read_symlink(open.path(), code);
      if (code || !std::filesystem::is_regular_file(target, code)) continue;
      EXPECT_TRUE(leaks_in(read_file(target), passwords).empty()) << target;
    }
    const std::string memory = memory_of(garde.process());
    if (memory.empty()) GTEST_SKIP() << "this user may not look into the memory of the server: what Garde asks for";
    EXPECT_THAT(memory, HasSubstr(token_));  // the search finds what is there
    EXPECT_EQ(leaks_in(memory, passwords), std::vector<std::string>());
  }
  std::filesystem::path errors() const { return folder_ / "errors"; }
};

TEST_F(LeaveNoPassword, OfAnExportInFilesNorInTheMemoryOfTheServer) {
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const http::Answer answer = post_export(garde);
  ASSERT_EQ(answer.status, 200);
  expect_no_leak(garde, answer, kPasswords);
}

// The parsers of XML and JSON are not ours, and copy what they read.
TEST_F(LeaveNoPassword, OfAnExportInXmlOrJson) {
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const std::string xml = fmt::format(
      "<KeePassFile><Meta/><Root><Group><Name>R</Name><Entry><String><Key>Title</Key><Value>A</Value></String>"
      "<String><Key>Password</Key><Value>{}</Value></String></Entry></Group></Root></KeePassFile>",
      kPasswords[0]);
  EXPECT_THAT(post_files(garde, {{"file-1", "a.xml", xml}}).body, HasSubstr("1 compte lu"));
  const std::string bitwarden = fmt::format(
      R"({{"encrypted":false,"items":[{{"type":1,"name":"A","login":{{"username":"m","password":"{}"}}}}]}})",
      kPasswords[2]);
  const http::Answer answer = post_files(garde, {{"file-1", "a.json", bitwarden}});
  EXPECT_THAT(answer.body, HasSubstr("1 compte lu"));
  expect_no_leak(garde, answer, kPasswords);
}

TEST_F(LeaveNoPassword, OfAVaultNorItsOwnNorItsKeyFile) {
  const std::vector<std::string> secrets = {"Kervadoret-des-Lilas-2024", "zx!Vroumbadadoum77", "lac bleu"};
  // The key itself, as its file writes it, and in digits.
  const std::string digits = "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186";
  const std::vector<std::string> keys = {from_hex_text(digits), "CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYY=", digits};
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  EXPECT_EQ(post_vault(garde, "lac vert").status, 422);
  const http::Answer answer = post_vault(garde, "lac bleu");
  ASSERT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("2 comptes lus"));
  const std::string memory = memory_of(garde.process());
  for (const std::string& key : keys) EXPECT_EQ(memory.find(key), std::string::npos) << key;
  expect_no_leak(garde, answer, secrets);
}

}  // namespace
}  // namespace garde::tests
