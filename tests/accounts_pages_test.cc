// The audit of accounts in the pages, and that nothing it read is left anywhere.
#include <csignal>
#include <cstdlib>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/instant.h"
#include "http/test_client.h"
#include "tests/accounts_under_test.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

class AccountsInThePages : public Accounts {
 protected:
  std::filesystem::path data() const { return folder_ / "data"; }

  http::Answer request(const RunningGarde& garde, std::string_view method, std::string_view path,
                       std::string_view type = "", std::string_view body = "") const {
    std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", method, path, garde.host());
    if (!cookie_.empty()) head += "Cookie: " + cookie_ + "\r\n";
    if (method == "POST")
      head += fmt::format("Origin: http://{}\r\nContent-Type: {}\r\nContent-Length: {}\r\n", garde.host(), type,
                          body.size());
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
    return post_files(garde,
                      {{"file-1", "coffre.kdbx", read_file(samples() + "keepassxc-password-and-key-file.kdbx")},
                       {"key-file", "cle.key", read_file(samples() + "key-file-xml-1.key")}},
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

// Nothing that the server wrote, says or remembers holds a password in any form.
class LeaveNoPassword : public AccountsInThePages {
 protected:
  void expect_no_leak(const RunningGarde& garde, const http::Answer& answer,
                      const std::vector<std::string>& secrets) const {
    EXPECT_TRUE(leaks_in(answer.body, secrets).empty());
    EXPECT_TRUE(leaks_in(read_file(errors()), secrets).empty());
    expect_no_leak_below(data(), secrets);
    EXPECT_EQ(core_limit_of(garde.process()), "0 0");
    for (const auto& open : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", garde.process()))) {
      std::error_code code;
      const auto target = std::filesystem::read_symlink(open.path(), code);
      if (code || !std::filesystem::is_regular_file(target, code)) continue;
      EXPECT_TRUE(leaks_in(read_file(target), secrets).empty()) << target;
    }
    const std::string memory = memory_of(garde.process());
    if (memory.empty()) GTEST_SKIP() << "this user may not look into the memory of the server: what Garde asks for";
    EXPECT_THAT(memory, HasSubstr(token_));  // the search finds what is there
    EXPECT_EQ(leaks_in(memory, secrets), std::vector<std::string>());
  }
  std::filesystem::path errors() const { return folder_ / "errors"; }
};

TEST_F(LeaveNoPassword, OfAnExportInFilesNorInTheMemoryOfTheServer) {
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const http::Answer answer = post_export(garde);
  ASSERT_EQ(answer.status, 200);
  expect_no_leak(garde, answer, passwords());
}

TEST_F(LeaveNoPassword, ThatStandsInAnotherFieldOfAnExport) {
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  for (const auto& [name, content] : exports_with_misplaced_passwords()) {
    const http::Answer answer = post_files(garde, {{"file-1", name, content}});
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(pieces_in(answer.body), std::vector<std::string>()) << name;
    EXPECT_THAT(answer.body, Not(HasSubstr("name=\"account\""))) << "no risk of an account whose name is a password";
  }
  EXPECT_EQ(pieces_in(read_file(errors())), std::vector<std::string>());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data()))
    if (entry.is_regular_file()) {
      EXPECT_EQ(pieces_in(read_file(entry.path())), std::vector<std::string>());
    }
}

// The parsers of XML and JSON are not ours, and copy what they read.
TEST_F(LeaveNoPassword, OfAnExportInXmlOrJson) {
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const std::string xml = fmt::format(
      "<KeePassFile><Meta/><Root><Group><Name>R</Name><Entry><String><Key>Title</Key><Value>A</Value></String>"
      "<String><Key>Password</Key><Value>{}</Value></String></Entry></Group></Root></KeePassFile>",
      passwords()[0]);
  EXPECT_THAT(post_files(garde, {{"file-1", "a.xml", xml}}).body, HasSubstr("1 compte lu"));
  const std::string bitwarden = fmt::format(
      R"({{"encrypted":false,"folders":[],"items":[{{"type":1,"name":"A","login":{{"username":"m","password":"{}"}}}}]}})",
      passwords()[2]);
  const http::Answer answer = post_files(garde, {{"file-1", "a.json", bitwarden}});
  EXPECT_THAT(answer.body, HasSubstr("1 compte lu"));
  expect_no_leak(garde, answer, passwords());
}

TEST_F(LeaveNoPassword, OfAVaultNorItsOwnNorItsKeyFile) {
  const std::vector<std::string> secrets = {"Kervadoret-des-Lilas-2024", "zx!Vroumbadadoum77", "lac bleu"};
  // The key itself, as its file writes it, and in digits.
  const std::string digits = "0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e83a8cdf2173c6186";
  const std::vector<std::string> keys = {bytes_of_hex(digits), "CzBVep/E6Q4zWH2ix+wRNluApcrvFDleg6jN8hc8YYY=", digits};
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

// Every form, whoever is asked: the one that opens Garde, that changes its password, that seals a backup's.
TEST_F(LeaveNoPassword, ThatOpensGardeOrABackup) {
  const std::string own = "Kervadoret-des-Lilas-2024";
  const std::string wrong = "zx!Vroumbadadoum77";
  const std::string of_a_backup = "Kervadoret-des-Lilas-2025";
  folder_.write("disque/a.txt", "a");
  const Ran added = run_garde(folder_.path(), {"backup", "add", (folder_ / "disque").string(), "--name", "Disque",
                                               "--kind", "mirror", "--data-set", "agenda", "--data", data().string()});
  ASSERT_EQ(added.status, kFine) << added.err;
  RunningGarde garde(data(), errors());
  ASSERT_TRUE(garde.started());
  open_session(garde);
  const auto post = [&](std::string_view path, const std::string& fields) {
    return request(garde, "POST", path, "application/x-www-form-urlencoded", "form_token=" + token_ + "&" + fields);
  };
  const std::string backups = request(garde, "GET", "/backups").body;
  std::smatch destination;
  ASSERT_TRUE(std::regex_search(backups, destination, std::regex("/backups/destinations/[0-9a-z-]+")));
  EXPECT_EQ(post("/settings/password", "wanted=" + own).status, 303);
  EXPECT_EQ(post("/settings/password", "current=" + wrong + "&wanted=" + own).status, 422);
  EXPECT_EQ(post(destination.str() + "/secret", "secret=" + of_a_backup + "&own_password=" + own).status, 303);
  const auto sign_in = [&](const std::string& password) {
    return request(garde, "POST", "/sign-in", "application/x-www-form-urlencoded", "password=" + password);
  };
  EXPECT_EQ(sign_in(wrong).status, 403);
  const http::Answer answer = sign_in(own);
  EXPECT_EQ(answer.status, 303);
  expect_no_leak(garde, answer, {own, wrong, of_a_backup});
}

}  // namespace
}  // namespace garde::tests
