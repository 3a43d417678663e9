// A practice one of whose backups lies on a share that no longer answers: pages, commands, other backups, the end.
#include <chrono>
#include <csignal>
#include <functional>
#include <regex>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "io/testing/temporary_folder.h"
#include "tests/dead_share.h"
#include "tests/running_garde.h"
#include "tests/visitor.h"

namespace garde::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Clock = std::chrono::steady_clock;

constexpr seconds kSoon{2};   // what is promised
constexpr seconds kStart{3};  // for a worker of a program full of checks, on a busy computer, to be where it waits

milliseconds time_of(const std::function<void()>& work) {
  const auto begun = Clock::now();
  work();
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
}

bool eventually(const std::function<bool()>& holds) {
  const auto until = Clock::now() + seconds(20);
  while (!holds()) {
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return true;
}

class ADeadShare : public testing::TestWithParam<DeadShare::Silence> {
 protected:
  void SetUp() override {
    ::umask(0077);
    if (const std::string why = DeadShare::why_not(); !why.empty()) GTEST_SKIP() << why;
    for (const std::string_view name : {"partage", "poste"}) {
      std::filesystem::create_directories(folder_ / name / "dossiers");
      write_file(folder_ / name / "dossiers" / "durand.txt", "Durand\n");
      const Ran added = run({"backup", "add", (folder_ / name).string(), "--name", std::string(name), "--kind",
                             "mirror", "--data-set", "patient-records"});
      EXPECT_EQ(added.status, 0) << added.err;
    }
  }

  Ran run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data().string()});
    return run_garde(folder_.path(), words);
  }
  std::filesystem::path data() const { return folder_ / "data"; }
  // The whole destination, or one folder of it: then it is found, and its reading stops half-way.
  std::filesystem::path share() const { return folder_ / "partage"; }
  std::filesystem::path part_of_the_share() const { return share() / "dossiers"; }

  static Visitor visit(const RunningGarde& garde) {
    return {garde.port(), garde.host(), "/open?token=" + garde.token()};
  }
  static std::string address_of(const Visitor& owner, const std::string& name) {
    const std::string page = owner.get("/backups")->body;
    std::smatch found;
    const std::regex link("<a href=\"(/backups/destinations/[0-9a-z-]+)\">" + name + "</a>");
    return std::regex_search(page, found, link) ? found[1].str() : "";
  }
  static std::string start_check(const Visitor& owner, const std::string& destination) {
    const auto started = owner.post(destination + "/runs", "run=check");
    return started ? std::string(started->headers.get("Location").value_or("")) : "";
  }
  static bool is_over(const Visitor& owner, const std::string& job) {
    return owner.get(job)->body.find("data-job=") == std::string::npos;
  }

  io::testing::TemporaryFolder folder_;
};

TEST_P(ADeadShare, KeepsNoPageWaitingAndIsSaidToBeSilent) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  const std::string destination = address_of(owner, "partage");
  ASSERT_NE(destination, "");
  const DeadShare dead(share(), GetParam());
  ASSERT_TRUE(dead.is_mounted());
  const auto all_is_shown = [&] {
    for (const std::string& page : {std::string("/backups"), destination, std::string("/backups/new"),
                                    std::string("/backups/data-sets/patient-records"), std::string("/settings")}) {
      EXPECT_LT(time_of([&] { EXPECT_EQ(owner.get(page)->status, 200) << page; }), kSoon) << page;
    }
  };
  all_is_shown();
  EXPECT_TRUE(
      eventually([&] { return owner.get("/backups")->body.find("Ne répond pas, essayé") != std::string::npos; }));
  EXPECT_THAT(owner.get(destination)->body, HasSubstr("Ne répond pas, essayé"));
  all_is_shown();
}

TEST_P(ADeadShare, IsNotRegisteredAndThePageSaysSoWithoutWaiting) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  ASSERT_TRUE(owner.is_in());
  const std::filesystem::path place = folder_ / "autre";
  std::filesystem::create_directories(place);
  const DeadShare dead(place, GetParam());
  ASSERT_TRUE(dead.is_mounted());
  std::string address;
  EXPECT_LT(time_of([&] {
              const auto sent = owner.post("/backups/new", "name=Autre&folder=" + place.string() + "&data_sets=agenda");
              ASSERT_EQ(sent->status, 303);
              address = sent->headers.get("Location").value_or("");
            }),
            kSoon);
  EXPECT_THAT(address, HasSubstr("/backups/additions/"));
  EXPECT_THAT(owner.get(address)->body, HasSubstr("data-look-again"));
  EXPECT_TRUE(eventually([&] { return owner.get(address)->body.find("data-look-again") == std::string::npos; }));
  EXPECT_THAT(owner.get(address)->body, HasSubstr("Cet emplacement ne répond pas"));
  EXPECT_THAT(owner.get("/backups")->body, Not(HasSubstr("Autre")));
}

TEST_P(ADeadShare, LetsAReadingBeCancelledAndTheNextOneBegin) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  const std::string destination = address_of(owner, "partage");
  const std::string other = address_of(owner, "poste");
  const DeadShare dead(part_of_the_share(), GetParam());
  ASSERT_TRUE(dead.is_mounted());
  const std::string job = start_check(owner, destination);
  const std::string next = start_check(owner, other);
  ASSERT_NE(next, "");
  std::this_thread::sleep_for(kStart);  // it has met the folder that does not answer
  ASSERT_FALSE(is_over(owner, job));
  EXPECT_LT(time_of([&] {
              EXPECT_EQ(owner.post(job + "/cancel", "sure=yes")->status, 303);
              EXPECT_TRUE(eventually([&] { return is_over(owner, job); }));
            }),
            kSoon);
  EXPECT_TRUE(eventually([&] { return is_over(owner, next); }));
  EXPECT_THAT(owner.get(next)->body, HasSubstr("/backups/runs/"));
}

TEST_P(ADeadShare, DoesNotKeepTheProgramFromEnding) {
  RunningGarde garde(data());
  ASSERT_TRUE(garde.started());
  const Visitor owner = visit(garde);
  const std::string destination = address_of(owner, "partage");
  const DeadShare dead(part_of_the_share(), GetParam());
  ASSERT_TRUE(dead.is_mounted());
  const std::string job = start_check(owner, destination);
  std::this_thread::sleep_for(kStart);
  ASSERT_FALSE(is_over(owner, job));
  EXPECT_LT(time_of([&] {
              garde.send_signal(SIGTERM);
              EXPECT_EQ(garde.wait(), 0);
            }),
            kSoon);
}

TEST_P(ADeadShare, DoesNotHoldUpCommands) {
  // What a command takes here that has its places looked at.
  const milliseconds usual = time_of([&] { EXPECT_EQ(run({"backup", "list"}).status, 0); });
  const DeadShare dead(share(), GetParam());
  ASSERT_TRUE(dead.is_mounted());
  Ran ran;
  EXPECT_LT(time_of([&] { ran = run({"backup", "list", "--json"}); }), kSoon + 2 * usual);
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("\"answers\":false"), HasSubstr("\"answers\":true")));
  EXPECT_THAT(run({"backup", "list"}).out, HasSubstr("Ne répond pas."));

  // Its check and its drill are tried twice; those of the other, which comes after it, are done.
  EXPECT_LT(time_of([&] { ran = run({"backup", "run-due"}); }), 4 * kSoon + 6 * usual);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("poste"), Not(HasSubstr("partage"))));
  EXPECT_THAT(ran.err, HasSubstr("n’est pas branchée, ou ne répond pas"));

  EXPECT_LT(
      time_of([&] { ran = run({"backup", "add", share().string(), "--name", "Encore", "--data-set", "agenda"}); }),
      kSoon + 2 * usual);
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, HasSubstr("Cet emplacement ne répond pas"));
  EXPECT_LT(time_of([&] { ran = run({"incident", "open", "--situation", "ransom"}); }), kSoon + 3 * usual);
  EXPECT_EQ(ran.status, 0) << ran.err;
}

INSTANTIATE_TEST_SUITE_P(Questions, ADeadShare,
                         testing::Values(DeadShare::Silence::not_taken, DeadShare::Silence::taken));

}  // namespace
}  // namespace garde::tests
