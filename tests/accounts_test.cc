// The audit of accounts as a person and a script use it, and that nothing it read is left anywhere.
#include <csignal>
#include <fstream>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <boost/json.hpp>

#include "base/hex.h"
#include "crypto/digest.h"
#include "crypto/sha1.h"
#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

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
  std::vector<std::string> leaks_in(std::string_view text) const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < kPasswords.size(); ++i) {
      for (const std::string& form : forms_of(kPasswords[i]))
        if (text.find(form) != std::string_view::npos) found.push_back(fmt::format("password {}", i));
      const std::string ntlm = ntlm_of(folder_.path(), kPasswords[i]);
      if (!ntlm.empty() &&
          (text.find(ntlm) != std::string_view::npos || text.find(upper(ntlm)) != std::string_view::npos))
        found.push_back(fmt::format("NTLM of password {}", i));
    }
    return found;
  }
  void expect_no_leak_below(const std::filesystem::path& folder) const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || entry.path().filename() == "export.csv") continue;
      ++files;
      EXPECT_TRUE(leaks_in(read_file(entry.path())).empty()) << entry.path();
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
  http::Answer post_export(const RunningGarde& garde) const {
    const std::string body = fmt::format(
        "--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{}\r\n"
        "--b\r\nContent-Disposition: form-data; name=\"file-1\"; filename=\"export.csv\"\r\nContent-Type: "
        "text/csv\r\n\r\n{}\r\n"
        "--b--\r\n",
        token_, export_text());
    return request(garde, "POST", "/accesses/audit", "multipart/form-data; boundary=b", body);
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

TEST_F(AccountsInThePages, LeaveNoPasswordInFilesNorInTheMemoryOfTheServer) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const http::Answer answer = post_export(garde);
  ASSERT_EQ(answer.status, 200);
  EXPECT_TRUE(leaks_in(answer.body).empty());
  expect_no_leak_below(data());
  const std::string memory = memory_of(garde.process());
  if (memory.empty()) GTEST_SKIP() << "this user may not look into the memory of the server: what Garde asks for";
  EXPECT_THAT(memory, HasSubstr(token_));  // the search finds what is there
  EXPECT_TRUE(leaks_in(memory).empty());
  for (const auto& open : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", garde.process()))) {
    std::error_code code;
    const auto target = std::filesystem::read_symlink(open.path(), code);
    if (code || !std::filesystem::is_regular_file(target, code)) continue;
    EXPECT_TRUE(leaks_in(read_file(target)).empty()) << target;
  }
}

}  // namespace
}  // namespace garde::tests
