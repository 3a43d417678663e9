// `garde serve` where something is in the way, and when it is ended: what is said, and that nothing is lost.
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "actions/practice/library.h"
#include "http/test_client.h"
#include "io/testing/temporary_folder.h"
#include "storage/answer_store.h"
#include "storage/migrations.h"
#include "storage/sqlite.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

using testing::HasSubstr;

constexpr int kWrongUse = 2;

std::string sentence(const Message& message) {
  static const text::Catalogue texts = [] {
    content::Problems problems;
    return text::Catalogue::read(content::Files::from_program(), "fr", problems);
  }();
  EXPECT_TRUE(texts.has(message.key)) << message.key;
  return texts.sentence(message);
}

class Serving : public testing::Test {
 protected:
  Serving() { ::umask(0077); }
  std::filesystem::path data() const { return folder_ / "data"; }
  std::filesystem::path database() const { return data() / "garde.db"; }
  void expect_refused(const std::vector<std::string>& more, const Message& message) const {
    std::vector<std::string> words = {"serve", "--data", data()};
    if (std::ranges::find(more, "--listen") == more.end()) words.insert(words.end(), {"--listen", "127.0.0.1:0"});
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_garde(folder_.path(), words);
    EXPECT_EQ(ran.status, kWrongUse);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err, "garde: " + sentence(message) + "\n");
  }
  // A data directory as a first start leaves it.
  void start_once() const {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    garde.send_signal(SIGTERM);
    ASSERT_EQ(garde.wait(), 0);
  }

  io::testing::TemporaryFolder folder_;
};

TEST_F(Serving, EndsWellWhenAskedTo) {
  for (const int signal : {SIGTERM, SIGINT}) {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    EXPECT_EQ(http::exchange(garde.port(), fmt::format("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", garde.host())).status,
              403);
    garde.send_signal(signal);
    EXPECT_EQ(garde.wait(), 0);
  }
}

TEST_F(Serving, SaysThatTheDataIsInUse) {
  RunningGarde first(data());
  ASSERT_TRUE(first.started());
  expect_refused({}, {"cli.store.data.conflict", {{"subject", data()}}});
}

TEST_F(Serving, SaysThatThePortIsTaken) {
  RunningGarde first(data());
  ASSERT_TRUE(first.started());
  const std::string address = fmt::format("127.0.0.1:{}", first.port());
  expect_refused({"--listen", address, "--data", folder_ / "other"},
                 {"cli.serve.address.conflict", {{"subject", fmt::format("127.0.0.1 port {}", first.port())}}});
}

TEST_F(Serving, ListensToNoOtherComputer) {
  for (const char* beyond : {"0.0.0.0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.0.0.2:0", "here:0", "*:0"})
    expect_refused({"--listen", beyond}, {"cli.problem.listen-beyond", {{"value", beyond}}});
}

TEST_F(Serving, RefusesADirectoryOpenToOthers) {
  std::filesystem::create_directory(data());
  ASSERT_EQ(::chmod(data().c_str(), 0755), 0);
  expect_refused({}, {"cli.store.data.unreadable", {{"subject", data()}}});
  EXPECT_TRUE(std::filesystem::is_empty(data()));
}

TEST_F(Serving, RefusesAFileWhereTheDirectoryShouldBe) {
  write_file(data(), "a letter");
  expect_refused({}, {"cli.store.data.unreadable", {{"subject", data()}}});
  EXPECT_EQ(read_file(data()), "a letter");
}

TEST_F(Serving, LeavesADamagedDatabaseAsItIs) {
  start_once();
  std::string bytes = read_file(database());
  for (std::size_t at = 100; at < bytes.size(); at += 7) bytes[at] = static_cast<char>(~bytes[at]);
  for (const std::string& damaged : {bytes, bytes.substr(0, 50), std::string(), std::string("a letter")}) {
    write_file(database(), damaged);
    expect_refused({}, {"cli.store.database.damaged", {{"subject", database()}}});
    EXPECT_EQ(read_file(database()), damaged);
  }
}

TEST_F(Serving, LeavesTheDataOfANewerGardeAsItIs) {
  start_once();
  {
    const auto connection = storage::open_sqlite({.file = database()});
    ASSERT_TRUE(connection.has_value());
    std::vector<storage::Migration> newer = storage::migrations();
    newer.push_back({"999_newer", "CREATE TABLE newer (id {integer} NOT NULL PRIMARY KEY) {strict};"});
    ASSERT_TRUE(storage::migrate(**connection, newer, Instant()).has_value());
  }
  const std::string before = read_file(database());
  expect_refused({}, {"cli.store.database.unsupported", {{"subject", database()}}});
  EXPECT_EQ(read_file(database()), before);
}

// Every account of the computer reads the words that a program is started with.
TEST_F(Serving, TakesNoPasswordOfADatabaseAmongItsWords) {
  for (const char* database : {"postgresql://garde:secret@127.0.0.1:1/garde", "host=127.0.0.1 port=1 password=secret",
                               "postgresql://127.0.0.1:1/garde?password=secret"})
    expect_refused({"--database", database}, {"cli.store.database.invalid_input", {{"subject", "PostgreSQL"}}});
}

TEST_F(Serving, SaysThatPostgresqlDoesNotAnswer) {
  expect_refused({"--database", "postgresql://127.0.0.1:1/garde"},
                 {"cli.store.database.unreachable", {{"subject", "PostgreSQL"}}});
}

// A browser that answers, one question after the other, until nobody is there any more.
class Answerer {
 public:
  explicit Answerer(const RunningGarde& garde) : host_(garde.host()), client_(garde.port()) {
    const auto opened = ask("GET /open?token=" + garde.token(), "");
    if (!opened || opened->status != 303) return;
    const std::string cookie(opened->headers.get("Set-Cookie").value_or(""));
    cookie_ = cookie.substr(0, cookie.find(';'));
    const auto page = ask("GET /questionnaire/practice", "");
    constexpr std::string_view kField = "name=\"form_token\" value=\"";
    const std::size_t at = page ? page->body.find(kField) : std::string::npos;
    if (at == std::string::npos) return;
    form_token_ = page->body.substr(at + kField.size(), 64);
  }
  // True once the page would show the answer as saved.
  bool answer(const std::string& question, const std::string& value) {
    const auto given = send_answer(question, value);
    return given && given->status == 200 && given->body.find("\"saved\":true") != std::string::npos;
  }
  std::optional<http::Answer> send_answer(const std::string& question, const std::string& value) {
    return ask("POST /answers/" + question, fmt::format("form_token={}&value={}", form_token_, value));
  }
  bool opened() const { return !form_token_.empty(); }
  bool set_password(const std::string& password) {
    const auto given = ask("POST /settings/password", fmt::format("form_token={}&wanted={}", form_token_, password));
    return given && given->status == 303;
  }
  // A whole page of answers, as a browser without JavaScript sends it.
  std::optional<http::Answer> send_theme(const std::string& theme, const std::string& answers) {
    return ask("POST /questionnaire/" + theme, fmt::format("form_token={}&{}", form_token_, answers));
  }

 private:
  std::optional<http::Answer> ask(const std::string& line, const std::string& form) {
    client_.send(
        fmt::format("{} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nCookie: {}\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
                    line, host_, host_, cookie_, form.size(), form));
    return client_.read_answer();
  }
  std::string host_;
  http::TestClient client_;
  std::string cookie_;
  std::string form_token_;
};

// A small disk of its own, seen by this process and the programs it starts, gone with them. False where the system
// allows no such thing.
bool mount_small_disk(const std::filesystem::path& place, ByteCount size) {
  std::filesystem::create_directories(place);
  if (::unshare(CLONE_NEWNS) != 0) return false;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  const std::string options = fmt::format("size={},mode=0700", size.value);
  return ::mount("garde-test", place.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

TEST_F(Serving, SaysThatTheDiskIsFullAndLosesNothing) {
  if (!mount_small_disk(data(), 4_MiB)) GTEST_SKIP() << "needs the right to mount";
  {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    Answerer answerer(garde);
    ASSERT_TRUE(answerer.answer("practice-name", "Lilas"));
    {
      std::ofstream filler(data() / "filler", std::ios::binary);
      const std::string block(4096, 'x');
      while (filler.write(block.data(), 4096).flush()) {
      }
    }
    // The database may hold a few more in the room it already has; then every answer is refused, and says why.
    bool refused = false;
    std::string last = "Lilas";
    for (int i = 0; i < 200 && !refused; ++i) {
      const std::string name = fmt::format("Roses{}", i);
      const auto given = answerer.send_answer("practice-name", name);
      ASSERT_TRUE(given) << "it must go on answering";
      refused = given->status != 200;
      if (!refused) last = name;
      EXPECT_EQ(given->body.find("\"saved\":true") == std::string::npos, refused);
    }
    EXPECT_TRUE(refused);
    const auto page = answerer.send_theme("practice", "practice-name=Tulipes");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 500);
    EXPECT_THAT(page->body, HasSubstr(sentence({"error.no_space", {}})));

    std::filesystem::remove(data() / "filler");
    EXPECT_TRUE(answerer.answer("staff", "few")) << "once there is room again, it goes on without a restart";
    garde.send_signal(SIGKILL);
    garde.wait();
    const auto connection = storage::open_sqlite({.file = database()});
    ASSERT_TRUE(connection.has_value());
    const auto answers = storage::load_answers(**connection, storage::default_practice());
    ASSERT_TRUE(answers.has_value());
    const auto kept = answers->find(diagnostic::QuestionId::of("practice-name"));
    ASSERT_NE(kept, answers->end());
    EXPECT_EQ(diagnostic::to_texts(kept->second.value).front(), last);
    EXPECT_EQ(answers->count(diagnostic::QuestionId::of("staff")), 1U);
  }
}

TEST_F(Serving, SaysThatTheDiskCannotBeWritten) {
  if (!mount_small_disk(data(), 4_MiB)) GTEST_SKIP() << "needs the right to mount";
  start_once();
  ASSERT_EQ(::mount("none", data().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
  expect_refused({}, {"cli.store.data.unreadable", {{"subject", data()}}});
}

TEST_F(Serving, LetsWhoForgotThePasswordBackInFromTheCommandLine) {
  const std::vector<std::string> forget = {"password", "forget", "--data", data()};
  {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    Answerer answerer(garde);
    ASSERT_TRUE(answerer.set_password("une+petite+phrase"));
    garde.send_signal(SIGTERM);
    ASSERT_EQ(garde.wait(), 0);
  }
  {
    RunningGarde locked(data());
    ASSERT_TRUE(locked.started());
    EXPECT_FALSE(Answerer(locked).opened()) << "the link alone does not do";
    const Ran ran = run_garde(folder_.path(), forget);  // while it is being served
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out, sentence({"cli.password-forget.done", {}}) + "\n");
  }
  RunningGarde again(data());
  ASSERT_TRUE(again.started());
  EXPECT_TRUE(Answerer(again).opened());
  EXPECT_EQ(run_garde(folder_.path(), forget).out, sentence({"cli.password-forget.none", {}}) + "\n");
}

TEST_F(Serving, KeepsEveryAnswerShownAsSavedWhenKilled) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> questions = {
      {"staff", {"alone", "few", "many"}},
      {"it-support", {"someone", "nobody"}},
      {"software-hosting", {"local", "hosted"}},
      {"practice-name", {"Lilas", "Roses", "Tulipes", "Iris", "Jasmin"}}};
  std::mt19937 random(20261123);
  std::map<std::string, std::string> saved;
  std::size_t acknowledged = 0;
  std::size_t next = 0;
  for (int round = 0; round < 5 || (acknowledged < 60 && round < 30); ++round) {
    RunningGarde garde(data());
    ASSERT_TRUE(garde.started());
    Answerer answerer(garde);
    std::pair<std::string, std::string> last;
    std::jthread killer;
    for (;; ++next) {
      const auto& [question, values] = questions[next % questions.size()];
      last = {question, values[next / questions.size() % values.size()]};
      if (!answerer.answer(last.first, last.second)) break;
      saved[last.first] = last.second;
      ++acknowledged;
      if (!killer.joinable())
        killer = std::jthread([&garde, pause = std::chrono::microseconds(random() % 150'000)] {
          std::this_thread::sleep_for(pause);
          garde.send_signal(SIGKILL);
        });
    }
    ASSERT_TRUE(killer.joinable()) << "no answer was acknowledged at all";
    killer.join();
    EXPECT_EQ(garde.wait(), -1);
    const auto connection = storage::open_sqlite({.file = database()});
    ASSERT_TRUE(connection.has_value()) << describe(connection.error());
    const auto answers = storage::load_answers(**connection, storage::default_practice());
    ASSERT_TRUE(answers.has_value()) << describe(answers.error());
    for (const auto& [question, value] : saved) {
      const auto kept = answers->find(diagnostic::QuestionId::parse(question).value());
      ASSERT_NE(kept, answers->end()) << question;
      const std::string found = diagnostic::to_texts(kept->second.value).front();
      // The one nobody was told about may be there or not.
      const bool in_doubt = question == last.first && found == last.second;
      EXPECT_TRUE(found == value || in_doubt) << question << ": " << found << " instead of " << value;
    }
  }
  EXPECT_GE(acknowledged, 50U);
}

}  // namespace
}  // namespace garde::tests
