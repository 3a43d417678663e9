// Whatever a row of the database holds, every page answers: none of it can end the server, or reach what only a mistake
// of ours may reach. The real program on real rows, changed under it by SQLite itself.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/hex.h"
#include "base/testing/source_directory.h"
#include "crypto/digest.h"
#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

// A row of everything that pages show; {0} is the digest of the document.
constexpr std::string_view kRows = R"sql(
UPDATE practice SET name = 'Cabinet du Lac';
INSERT INTO answer VALUES ('default', 'practice-name', 0, 'text', 'Cabinet du Lac', 1764000000000);
INSERT INTO action_notes VALUES ('default', 'verify-backups', 'Anne', '2026-12-01', 'une note', 1764000000000);
INSERT INTO declaration VALUES ('default', 'backup-exists/agenda', 0, 1, 1764000000000);
INSERT INTO document VALUES ('default', 'doc1', 'lettre.pdf', 'application/pdf', 1764000000000, x'{0}', x'25504446');
INSERT INTO attestation VALUES ('default', 'att1', 'M. Lefort', '2025-11-20', 1764000000000, 'doc1');
INSERT INTO attested_reply VALUES ('default', 'att1', 0, 'restore-tested/agenda', 'yes', '2025-11-20', 'un mot');
INSERT INTO contact VALUES ('default', 'contact1', 'provider', 'Noëlle', 'Informatique du Lac', 'noelle@lac.example',
  '9 h à 18 h', 'Dire bonjour', 'C-42', 1764000000000, 1764000000000);
INSERT INTO contact_phone VALUES ('default', 'contact1', 0, 'bureau', '+33199001234', '01 99 00 12 34');
INSERT INTO contact_call VALUES ('default', 'contact1', 0, '2025-11-24', 'answered', 'Noëlle', 1764000000000,
  '+33199001234');
INSERT INTO sheet_recipient VALUES ('default', 'recipient1', 'Claire', 'secrétaire', 'claire@cabinet.example',
  1764000000000);
INSERT INTO sheet_delivery VALUES ('default', 'recipient1', 0, 'ABCD', 'email', '2025-11-24', 1764000000000);
INSERT INTO sheet_acknowledgement VALUES ('default', 'recipient1', 0, 'ABCD', 'Anne', '2025-11-24', 1764000000000);
INSERT INTO sheet_display VALUES ('default', 'display1', 'accueil', 'Anne', '2025-11-24', 'ABCD', 1764000000000, 'doc1');
INSERT INTO backup_data_set VALUES ('default', 'set-1', 'Imagerie', 'editor', 'Éditeur');
INSERT INTO backup_data_set VALUES ('default', 'agenda', '', 'here', '');
INSERT INTO backup_source VALUES ('default', 'agenda', 0, 'folder', '/nowhere/agenda');
INSERT INTO backup_destination (practice_id, id, name, place, folder, volume, within, kind, max_age_hours, elsewhere,
  online, added_at) VALUES ('default', 'd1', 'Disque', 'folder', '/nowhere', '', '', 'mirror', 26, 1, 0, 1764000000000);
INSERT INTO backup_destination_data_set VALUES ('default', 'd1', 'agenda');
INSERT INTO backup_restore_point VALUES ('default', 'd1', 'point1', 1764000000000, 3, 1000, 1764000000000,
  1764000000000);
INSERT INTO backup_alarm VALUES ('default', 'a1', 'd1', 'Disque', 'r1', 1764000000000);
INSERT INTO backup_alarm VALUES ('default', 'a2', 'd1', 'Disque', 'r1', 1764000000000);
INSERT INTO backup_alarm_closing VALUES ('default', 'a2', 1764000000000, 'handled', 'une raison', 1764000000000);
INSERT INTO backup_run VALUES ('default', 'r1', 'd1', 'drill', '0.1', 'mirror', '/nowhere', 1764000000000, 1000, 26,
  1764000000000, 'content', 'complete', 10, 10, 1, 1, 1, 0, 'passed', 'failed', 'not_established');
INSERT INTO backup_run_check VALUES ('default', 'r1', 0, 'restorable', 'failed', 1, NULL);
INSERT INTO backup_run_finding VALUES ('default', 'r1', 0, 0, 'does-not-open', 'dossiers/a.pdf', 'ends too early',
  NULL);
INSERT INTO backup_run_finding VALUES ('default', 'r1', 0, 1, 'does-not-open', '', '', '{{"path": "dossiers/b.pdf"}}');
INSERT INTO backup_run_data_set VALUES ('default', 'r1', 'agenda', 'passed', 3, 1000, 0, 60000);
INSERT INTO backup_drill VALUES ('default', 'r1', 'point1', 1764000000000, 3, 1000, 2, 900, 1, 1, 1, 1, 0, 500,
  zeroblob(32));
INSERT INTO backup_canary VALUES ('default', 'temoin-garde-1.txt', 'agenda', zeroblob(32), 1764000000000);
INSERT INTO used_tool VALUES ('default', 'tool1', 'Forum', 'ameli-pro', 1764000000000);
INSERT INTO person VALUES ('default', 'person1', 'Rose', 'médecin', 'cps', 'no', NULL, 1764000000000);
INSERT INTO person VALUES ('default', 'person2', 'Luc', 'remplaçant', 'none', 'no', '2025-11-01', 1764000000000);
INSERT INTO access VALUES ('default', 'access1', 'tool1', 'boîte commune', 1, 'yes', 1764000000000);
INSERT INTO access VALUES ('default', 'access2', 'mail', 'adresse', 0, 'no', 1764000000000);
INSERT INTO access_holder VALUES ('default', 'access1', 'person1');
INSERT INTO access_holder VALUES ('default', 'access1', 'person2');
INSERT INTO access_recovery VALUES ('default', 'access1', 0, 'access2', '');
INSERT INTO access_recovery VALUES ('default', 'access1', 1, NULL, 'téléphone de Rose');
INSERT INTO access_review VALUES ('default', 1764000000000, 'Rose');
INSERT INTO password_audit VALUES ('default', 1764000000000, 10, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1000);
INSERT INTO accepted_risk VALUES ('default', 'forum.example anne', 'shared', 'il le faut', 'Dr Martin', 1764000000000,
  '2026-12-31');
INSERT INTO setting VALUES ('default', 'contacts-kit-address', 'https://cabinet.example/kit');
)sql";

// What a person typed, or somebody else's file or backup told: any text is right there.
const std::map<std::string, std::vector<std::string>> kWords = {
    {"practice", {"name"}},
    {"action_notes", {"owner", "note"}},
    {"document", {"file_name"}},
    {"attestation", {"attested_by"}},
    {"attested_reply", {"detail"}},
    {"contact", {"name", "organisation", "email", "hours", "say", "reference"}},
    {"contact_phone", {"label", "dialled", "shown"}},
    {"contact_call", {"answered_by", "dialled"}},
    {"sheet_recipient", {"name", "job", "email"}},
    {"sheet_delivery", {"version"}},
    {"sheet_acknowledgement", {"version", "told_by"}},
    {"sheet_display", {"place", "displayed_by", "version"}},
    {"backup_alarm", {"destination_name"}},
    {"backup_alarm_closing", {"reason"}},
    {"backup_data_set", {"title", "editor"}},
    {"backup_source", {"place"}},
    {"backup_destination", {"name", "folder", "volume", "within"}},
    {"backup_restore_point", {"id"}},
    {"backup_run", {"version", "folder"}},
    {"backup_run_finding", {"subject", "detail"}},
    {"backup_drill", {"point_id"}},
    {"used_tool", {"name"}},
    {"person", {"name", "role"}},
    {"access", {"label"}},
    {"access_recovery", {"by_other"}},
    {"access_review", {"reviewed_by"}},
    {"accepted_risk", {"account", "because", "accepted_by"}},
    {"setting", {"value"}},
};

std::vector<std::string> hostile_words() {
  std::string long_word;
  for (int i = 0; i < 10'000; ++i) long_word += "é";
  return {"",
          "'",
          "\"><script>alert(1)</script>",
          "&amp;{}{name}{0}%s%n%%`{|}\\",
          "\x01\x1b[31m\x7f\xc2\x9b",
          "a\r\nb: c\td",
          "\u202eabc\u2066\u200f\u2029",
          "\U0001F600\U0001F468\u200d\U0001F469\ufffe",
          "../../x",
          std::string("a\0b", 3),
          "o'neil@cabinet.example",
          "a&b@cabinet.example",
          "a'b`{|}@cabinet.example",
          long_word};
}

class Database {
 public:
  explicit Database(const std::filesystem::path& file) {
    GARDE_CHECK(sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
    GARDE_CHECK(sqlite3_busy_timeout(database_, 10'000) == SQLITE_OK);
  }
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& script) const {
    char* why = nullptr;
    if (sqlite3_exec(database_, script.c_str(), nullptr, nullptr, &why) != SQLITE_OK) FAIL() << why << "\n" << script;
  }
  std::vector<std::vector<std::string>> rows(const std::string& query) const {
    std::vector<std::vector<std::string>> all;
    const auto take = [](void* into, int count, char** values, char**) {
      auto& row = static_cast<std::vector<std::vector<std::string>>*>(into)->emplace_back();
      for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(database_, query.c_str(), take, &all, nullptr), SQLITE_OK) << query;
    return all;
  }
  // `value` in SQL. False where the column refuses it; nothing is changed then.
  bool set(const std::string& table, const std::string& column, const std::string& value) const {
    const std::string all = fmt::format("UPDATE {} SET {} = {}", table, column, value);
    const std::string one = fmt::format("{0} WHERE rowid = (SELECT min(rowid) FROM {1})", all, table);
    return sqlite3_exec(database_, all.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK ||
           sqlite3_exec(database_, one.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;  // unique
  }

 private:
  sqlite3* database_ = nullptr;
};

std::string as_sql(std::string_view text) {
  return fmt::format("CAST(x'{}' AS TEXT)", to_hex(std::as_bytes(std::span(text))));
}

class HostileRows : public testing::Test {
 protected:
  void SetUp() override {
    const Ran opened = run_garde(folder_.path(), {"incident", "open", "--situation", "ransom", "--alert",
                                                  "2026-11-26T10:00:00+01:00", "--data", data()});
    ASSERT_EQ(opened.status, 0) << opened.err;
    ASSERT_EQ(run_garde(folder_.path(), {"incident", "note", "L'été <b>&{}` % \"x\" \u202e", "--data", data()}).status,
              0);
    database_.emplace(std::filesystem::path(data()) / "garde.db");
    const std::vector<std::byte> document = from_hex("25504446").value();
    database_->run(fmt::format(fmt::runtime(kRows), crypto::sha256(document).hex()));
    for (const auto& row : database_->rows("SELECT id FROM incident")) incident_ = row[0];
  }
  std::string data() const { return (folder_ / "data").string(); }

  // Every address that GET answers, as src/web/routes.cc names them.
  std::vector<std::string> routes() const {
    const std::map<std::string, std::string> parameters = {{"theme", "practice"},   {"measure", "verify-backups"},
                                                           {"document", "doc1"},    {"format", "a4"},
                                                           {"contact", "contact1"}, {"file", "eml"},
                                                           {"tool", "tool1"},       {"person", "person1"},
                                                           {"data_set", "agenda"},  {"destination", "d1"},
                                                           {"addition", "none"},    {"alarm", "a1"},
                                                           {"job", "none"},         {"run", "r1"},
                                                           {"incident", incident_}, {"fingerprint", "none"},
                                                           {"name", "garde.css"}};
    const std::string table = read_file(source_directory() / "src/web/routes.cc");
    static const std::regex kRoute("(?:rows.get\\(|Method::get, )\"([^\"]*)\"");
    static const std::regex kParameter("\\{([a-z_]+)\\}");
    std::vector<std::string> all;
    for (std::sregex_iterator route(table.begin(), table.end(), kRoute), end; route != end; ++route) {
      std::string path = (*route)[1];
      for (std::smatch name; std::regex_search(path, name, kParameter);)
        path = name.prefix().str() + parameters.at(name[1]) + name.suffix().str();
      if (path != "/open") all.push_back(path);
    }
    EXPECT_GT(all.size(), 50U);
    return all;
  }

  // What each answers, and with `links` each that their pages lead to: 0 when the server is no longer there.
  std::map<std::string, int> walk(const RunningGarde& garde, bool links) const {
    std::map<std::string, int> statuses;
    const std::vector<std::string> first = routes();
    std::deque<std::string> left(first.begin(), first.end());
    static const std::regex kLink("(?:href|src)=\"(/[^\"#]*)");
    for (; !left.empty(); left.pop_front()) {
      if (statuses.contains(left.front())) continue;
      const http::Answer answer = get(garde, left.front());
      statuses.emplace(left.front(), answer.status);
      if (answer.status == 0) break;
      if (!links || !answer.headers.get("Content-Type").value_or("").starts_with("text/html")) continue;
      for (std::sregex_iterator link(answer.body.begin(), answer.body.end(), kLink), end; link != end; ++link)
        left.push_back(std::regex_replace((*link)[1].str(), std::regex("&amp;"), "&"));
    }
    return statuses;
  }
  http::Answer get(const RunningGarde& garde, const std::string& path) const {
    return http::exchange(garde.port(),
                          fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n", path,
                                      garde.host(), cookie_));
  }
  void open_session(const RunningGarde& garde) {
    ASSERT_TRUE(garde.started());
    cookie_.clear();
    const http::Answer opened = get(garde, "/open?token=" + garde.token());
    cookie_ = std::string(opened.headers.get("Set-Cookie").value_or(""));
    cookie_ = cookie_.substr(0, cookie_.find(';'));
    ASSERT_FALSE(cookie_.empty());
  }
  std::filesystem::path log() const { return folder_ / "log"; }

  io::testing::TemporaryFolder folder_;
  std::optional<Database> database_;
  std::string incident_;
  std::string cookie_;
};

TEST_F(HostileRows, HaveOneOfEverything) {
  RunningGarde garde(data());
  open_session(garde);
  for (const auto& table : database_->rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sign_in'"))
    EXPECT_NE(database_->rows("SELECT count(*) FROM " + table[0])[0][0], "0") << table[0];
  for (const auto& [path, status] : walk(garde, true)) {
    const bool is_there = path.find("none") == std::string::npos && path != "/sign-in" &&
                          path != "/incidents/" + incident_ + "/documents/doc1";
    EXPECT_LT(status, is_there ? 400 : 500) << path;
  }
}

// On the day of an incident least of all.
TEST_F(HostileRows, OfAlarmsThatCannotBeReadKeepNobodyFromAPage) {
  ASSERT_TRUE(database_->set("backup_alarm", "opened_at", "-9000000000000000"));
  RunningGarde garde(data(), log());
  open_session(garde);
  for (const char* path : {"/incident", "/questionnaire/practice", "/settings"}) {
    const http::Answer answer = get(garde, path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_THAT(answer.body, HasSubstr("Les alertes des sauvegardes n’ont pas pu être lues")) << path;
  }
  EXPECT_EQ(get(garde, "/incidents/" + incident_).status, 200);
  EXPECT_EQ(get(garde, "/backups").status, 500) << "there they are what is asked for";
}

TEST_F(HostileRows, OfAnyWordsAreShown) {
  for (const std::string& word : hostile_words()) {
    for (const auto& [table, columns] : kWords)
      for (const std::string& column : columns) EXPECT_TRUE(database_->set(table, column, as_sql(word))) << table;
    const std::string fields = word.empty() ? "json_object()" : fmt::format("json_object('path', {})", as_sql(word));
    EXPECT_TRUE(database_->set("backup_run_finding", "fields", fmt::format("iif(fields IS NULL, NULL, {})", fields)));
    RunningGarde garde(data(), log());
    open_session(garde);
    for (const auto& [path, status] : walk(garde, true)) {
      EXPECT_NE(status, 0) << path << " of " << word.substr(0, 40);
      EXPECT_LT(status, 500) << path << " of " << word.substr(0, 40);
    }
    EXPECT_THAT(read_file(log()), Not(HasSubstr("threw"))) << word.substr(0, 40);
  }
}

}  // namespace
}  // namespace garde::tests
