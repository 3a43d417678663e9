// The real program on a real restic repository, as a person at a terminal and a script use it.
#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "formats/restic/testing/real_repository.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using formats::restic::testing::RealRepository;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr int kNotEstablished = 3;

class Backups : public testing::Test {
 protected:
  Backups() : repository_(2) {
    repository_.write("dossiers/durand.txt", "contenu du dossier");
    repository_.write("agenda/semaine.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    repository_.backup();
    write_file(repository_.folder() / "secret", "sésame\n");
    write_file(repository_.folder() / "wrong", "autre\n");
  }

  Ran run(std::vector<std::string> words) const { return run_garde(repository_.folder().path(), words); }
  Ran check(std::vector<std::string> more) const {
    std::vector<std::string> words = {"backup", "check", repository_.path(), "--password-file", "secret"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  json::object check_json(std::vector<std::string> more, int status) const {
    more.emplace_back("--json");
    const Ran ran = check(more);
    EXPECT_EQ(ran.status, status) << ran.err;
    return json::parse(ran.out).as_object();
  }
  static std::vector<std::string> questions(const json::object& document) {
    std::vector<std::string> names;
    for (const json::value& check : document.at("checks").as_array())
      names.emplace_back(check.at("name").as_string().c_str());
    return names;
  }
  static std::string outcome(const json::object& document, std::string_view question) {
    for (const json::value& check : document.at("checks").as_array())
      if (check.at("name").as_string() == question) return check.at("outcome").as_string().c_str();
    return "not asked";
  }
  Ran add(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"backup",
                                      "add",
                                      repository_.path(),
                                      "--name",
                                      "Disque",
                                      "--data",
                                      "data",
                                      "--source",
                                      "patient-records=" + repository_.source() + "/dossiers",
                                      "--source",
                                      "agenda=" + repository_.source() + "/agenda"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  Ran registered(std::string_view command, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"backup", std::string(command), "Disque", "--data",
                                      "data",   "--password-file",    "secret"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  // Everything in the folder of the repository, with its bytes' size and times.
  std::vector<std::string> state_of_repository() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(repository_.path()))
      all.push_back(entry.path().string() + " " + std::to_string(entry.last_write_time().time_since_epoch().count()) +
                    " " + (entry.is_regular_file() ? std::to_string(entry.file_size()) : ""));
    std::ranges::sort(all);
    return all;
  }

  RealRepository repository_;
};

TEST_F(Backups, AreCheckedWithoutAnyDatabase) {
  const json::object document = check_json({}, kPassed);
  EXPECT_EQ(document.at("kind").as_string(), "restic");
  EXPECT_EQ(document.at("outcome").as_string(), "passed");
  ASSERT_EQ(document.at("restore_points").as_array().size(), 1U);
  EXPECT_EQ(document.at("restore_points").at(0).at("files").to_number<int>(), 2)
      << "counted, restic 0.14 does not tell";
  EXPECT_EQ(document.at("restore_points").at(0).at("bytes").to_number<int>(), 50);
  EXPECT_EQ(outcome(document, "intact"), "passed");
  EXPECT_FALSE(fs::exists(repository_.folder() / "data"));
}

TEST_F(Backups, AreAskedOnlyWhatWasAsked) {
  EXPECT_THAT(questions(check_json({}, kPassed)), testing::ElementsAre("intact", "not-attacked"));
  EXPECT_THAT(questions(check_json({"--max-age", "26h"}, kPassed)), Contains("recent"));
  EXPECT_THAT(questions(check_json({"--source", repository_.source()}, kPassed)), Contains("complete"));
  EXPECT_THAT(questions(check_json({"--check", "automatic", "--check", "protected"}, kFailed)),
              AllOf(Contains("automatic"), Contains("protected")));
}

TEST_F(Backups, ThatAreOldFail) {
  repository_.run("forget latest --prune");
  repository_.backup("--time '2020-01-01 20:00:00'");
  EXPECT_EQ(outcome(check_json({"--max-age", "26h"}, kFailed), "recent"), "failed");
}

TEST_F(Backups, OpenedWithTheWrongPasswordSaySo) {
  const Ran ran = run({"backup", "check", repository_.path(), "--password-file", "wrong"});
  EXPECT_EQ(ran.status, kWrongUse);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("mot de passe"), Not(HasSubstr("autre"))));
}

TEST_F(Backups, AreWrongUseWithAWordThatDoesNotFit) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--read", "much"},
                                                                                     {"--check", "everything"},
                                                                                     {"--max-age", "soon"},
                                                                                     {"--level", "deep"},
                                                                                     {"--kind", "tape"}})
    EXPECT_EQ(check(words).status, kWrongUse) << words[0];
  EXPECT_EQ(run({"backup", "check", "/nowhere/at/all"}).status, kWrongUse);
  EXPECT_EQ(run({"backup", "drill", repository_.path(), "--kind", "tape"}).status, kWrongUse);
}

TEST_F(Backups, AreNeverWrittenTo) {
  const auto before = state_of_repository();
  check({"--source", repository_.source(), "--max-age", "26h"});
  run({"backup", "drill", repository_.path(), "--password-file", "secret", "--all"});
  EXPECT_EQ(state_of_repository(), before);
}

TEST_F(Backups, AreAddedCheckedDrilledAndListed) {
  EXPECT_EQ(add().status, kPassed);
  const Ran checked = registered("check", {"--json"});
  ASSERT_THAT(checked.out, Not(testing::IsEmpty())) << checked.err;
  const json::object document = json::parse(checked.out).as_object();
  EXPECT_EQ(outcome(document, "complete"), "passed");
  EXPECT_EQ(outcome(document, "recent"), "passed");
  EXPECT_EQ(outcome(document, "intact"), "passed");
  const Ran drilled = registered("drill", {"--all", "--json"});
  EXPECT_EQ(drilled.status, kPassed) << drilled.err;
  const json::object drill = json::parse(drilled.out).as_object().at("drill").as_object();
  EXPECT_EQ(drill.at("files_restored").as_int64(), 2);
  EXPECT_EQ(drill.at("sha256").as_string().size(), 64U);
  const Ran listed = run({"backup", "list", "--data", "data", "--json"});
  const json::value one = json::parse(listed.out).as_array().at(0);
  EXPECT_EQ(one.at("last_drill").at("outcome").as_string(), "passed");
  const Ran history = run({"backup", "history", "Disque", "--data", "data", "--json"});
  EXPECT_EQ(json::parse(history.out).as_object().at("runs").as_array().size(), 2U);
  EXPECT_EQ(json::parse(history.out).as_object().at("restore_points").as_array().size(), 1U);
}

TEST_F(Backups, AreRefusedTwice) {
  EXPECT_EQ(add().status, kPassed);
  const Ran again =
      run({"backup", "add", repository_.path() + "/.", "--name", "Autre", "--data", "data", "--data-set", "agenda"});
  EXPECT_EQ(again.status, kWrongUse);
  EXPECT_THAT(again.err, HasSubstr("Disque"));
}

TEST_F(Backups, RunByThemselvesWithASealedPassword) {
  write_file(repository_.folder() / "mine", "une petite phrase\n");
  EXPECT_EQ(add({"--password-file", "secret", "--seal-file", "mine"}).status, kPassed);
  const Ran first = run({"backup", "run-due", "--data", "data", "--seal-file", "mine"});
  EXPECT_THAT(first.out, AllOf(HasSubstr("Vérification"), HasSubstr("Essai de restauration"))) << first.err;
  const Ran second = run({"backup", "run-due", "--data", "data", "--seal-file", "mine"});
  EXPECT_EQ(second.status, kPassed);
  EXPECT_EQ(second.out, "");
  EXPECT_EQ(run({"backup", "check", "Disque", "--data", "data", "--seal-file", "wrong"}).status, kWrongUse);
  // Neither password lies anywhere in the data.
  for (const auto& entry : fs::recursive_directory_iterator(repository_.folder() / "data")) {
    if (!entry.is_regular_file()) continue;
    EXPECT_THAT(read_file(entry.path()), AllOf(Not(HasSubstr("sésame")), Not(HasSubstr("une petite phrase"))));
  }
}

TEST_F(Backups, AskedWhetherTheyRestoreAreRestored) {
  const json::object document = check_json({"--check", "restorable"}, kPassed);
  EXPECT_EQ(outcome(document, "restorable"), "passed");
  EXPECT_EQ(document.at("drill").as_object().at("files_restored").as_int64(), 2);
  EXPECT_THAT(check({"--check", "restorable"}).out, HasSubstr("Fichiers restaurés, relus et comparés"));
  EXPECT_EQ(add().status, kPassed);
  const Ran ran = registered("check", {"--check", "restorable", "--json"});
  EXPECT_EQ(outcome(json::parse(ran.out).as_object(), "restorable"), "passed") << ran.err;
  const Ran history = run({"backup", "history", "Disque", "--data", "data", "--json"});
  EXPECT_EQ(json::parse(history.out).as_object().at("runs").as_array().size(), 2U) << "the check and the drill";
}

TEST_F(Backups, HostedByOthersAreAskedForACertificate) {
  EXPECT_EQ(add({"--hosting-certified", "yes"}).status, kWrongUse) << "only of what is online";
  EXPECT_EQ(add({"--online", "--hosting-certified", "perhaps"}).status, kWrongUse);
  EXPECT_EQ(add({"--online", "--hosting-certified", "no"}).status, kPassed);
  EXPECT_THAT(registered("check").out, HasSubstr("pas certifié HDS"));
}

// A repository made by Borg itself: recognised, told as such, never passed, never taken for damage or for a mirror.
TEST_F(Backups, MadeByBorgAreNotEstablished) {
  const std::string borg = (repository_.folder() / "borg").string();
  const std::string home = (repository_.folder() / "home").string();
  const std::string line = "HOME='" + home + "' BORG_PASSPHRASE=x borg init -e repokey '" + borg + "' && HOME='" +
                           home + "' BORG_PASSPHRASE=x borg create '" + borg + "'::one '" + repository_.source() + "'";
  ASSERT_EQ(std::system(("{ " + line + "; } >/dev/null 2>&1").c_str()), 0);
  const Ran checked = run({"backup", "check", borg, "--max-age", "26h"});
  EXPECT_EQ(checked.status, kNotEstablished);
  EXPECT_THAT(checked.out, AllOf(HasSubstr("Borg"), HasSubstr("borg check --verify-data")));
  const Ran told = run({"backup", "check", borg, "--max-age", "26h", "--json"});
  const json::object document = json::parse(told.out).as_object();
  EXPECT_EQ(document.at("kind").as_string(), "borg");
  for (const json::value& check : document.at("checks").as_array())
    EXPECT_EQ(check.at("outcome").as_string(), "not_established");
  const Ran drilled = run({"backup", "drill", borg});
  EXPECT_EQ(drilled.status, kNotEstablished);
  EXPECT_THAT(drilled.out, HasSubstr("Borg"));
  EXPECT_EQ(run({"backup", "add", borg, "--name", "Borg", "--data", "data", "--data-set", "agenda"}).status, kPassed);
  EXPECT_EQ(run({"backup", "check", "Borg", "--data", "data"}).status, kNotEstablished);
}

TEST_F(Backups, OnceAttackedAlarmUntilAPersonClosesIt) {
  EXPECT_EQ(add().status, kPassed);
  registered("check");
  EXPECT_EQ(run({"backup", "alarms", "--data", "data"}).status, kPassed);
  std::string noise(20'000, ' ');
  std::uint32_t seed = 1;
  for (char& c : noise) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24U);
  repository_.write("dossiers/durand.txt", noise);
  repository_.backup();
  EXPECT_EQ(registered("check").status, kFailed);

  const Ran listed = run({"backup", "alarms", "--data", "data", "--json"});
  EXPECT_EQ(listed.status, kFailed);
  const json::array alarms = json::parse(listed.out).as_array();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].at("destination").as_string(), "Disque");
  EXPECT_TRUE(alarms[0].at("closed").is_null());
  const std::string id{alarms[0].at("id").as_string()};
  const Ran nightly = run({"backup", "run-due", "--data", "data", "--password-file", "secret"});
  EXPECT_EQ(nightly.status, kFailed);
  EXPECT_THAT(nightly.err, HasSubstr("Une alerte est ouverte"));

  const auto close = [&](const std::string& alarm, const std::string& how, const std::string& reason) {
    return run({"backup", "close-alarm", alarm, "--how", how, "--reason", reason, "--data", "data"});
  };
  EXPECT_EQ(close("a9", "rebuilt", "remis").status, kWrongUse);
  EXPECT_EQ(close(id, "forgotten", "remis").status, kWrongUse);
  EXPECT_EQ(close(id, "rebuilt", " ").status, kWrongUse);
  EXPECT_EQ(close(id, "false-alarm", "un scan mal nommé").status, kPassed);
  EXPECT_EQ(close(id, "false-alarm", "encore").status, kWrongUse);
  const Ran after = run({"backup", "alarms", "--data", "data"});
  EXPECT_EQ(after.status, kPassed);
  EXPECT_THAT(after.out, HasSubstr("un scan mal nommé"));
}

}  // namespace
}  // namespace garde::tests
