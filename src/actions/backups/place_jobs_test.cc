// Places that answer, places that do not, and a practice that asks about them without waiting.
#include "actions/backups/place_jobs.h"

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "actions/practice/testing/practice_under_test.h"
#include "worker/backups/places.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using storage::failure;

constexpr milliseconds kLong = seconds(10);
constexpr milliseconds kGivenUp = seconds(1);  // a worker that only waits

// Workers of this process, as long as places answer; else what becomes of a worker that waits for a dead share.
class Places {
 public:
  cage::Runner runner() {
    return [this](const cage::Call& call) {
      ++asked_;
      if (answer_) return here_(call);
      const auto until = std::chrono::steady_clock::now() + kGivenUp;
      while (!call.stop.stop_requested() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(milliseconds(1));
      return cage::Ended{.ending = call.stop.stop_requested() ? cage::Ending::cancelled : cage::Ending::late};
    };
  }
  void answer(bool on) { answer_ = on; }
  int asked() const { return asked_; }

 private:
  static std::vector<cage::Task> tasks() {
    std::vector<cage::Task> tasks = worker::place_tasks();
    std::ranges::move(worker::path_tasks(), std::back_inserter(tasks));
    return tasks;
  }
  const cage::Runner here_ = cage::in_this_process(tasks());
  std::atomic<bool> answer_ = true;
  std::atomic<int> asked_ = 0;
};

struct HasPlaces {
  Places places;
};

class PlacesOfDestinations : protected HasPlaces, public PracticeUnderTest {
 protected:
  PlacesOfDestinations() : PracticeUnderTest(places.runner()) { disk_.write("dossiers/durand.txt", "Durand"); }

  DestinationForm form() const {
    return {.name = "Disque", .folder = disk_.path().string(), .data_sets = {"patient-records"}};
  }
  std::vector<backups::Destination> add() {
    const auto added = add_destination(practice(), form());
    GARDE_CHECK(added.has_value() && added->id.has_value());
    return destinations(practice()).value();
  }
  static std::vector<std::string> problems(const Addition& addition) {
    std::vector<std::string> keys;
    for (const FieldProblem& problem : addition.added.problems)
      keys.push_back(problem.field + ": " + problem.message.key);
    return keys;
  }

  io::testing::TemporaryFolder disk_;
};

TEST_P(PlacesOfDestinations, AreAsLastSeenUntilAnotherLookIsDone) {
  const auto known = add();
  pass(seconds(60));
  PlaceJobs jobs(practice());
  const auto before = jobs.last(known.front());
  ASSERT_TRUE(before);
  EXPECT_EQ(before->seen, Seen::present);
  EXPECT_EQ(before->at, known.front().added_at);  // when it was registered it was there

  fs::rename(disk_.path(), disk_.path().string() + "-away");
  jobs.look(known);
  jobs.wait_for_looks(kLong);
  const auto after = jobs.last(known.front());
  fs::rename(disk_.path().string() + "-away", disk_.path());
  EXPECT_EQ(after->seen, Seen::absent);
  EXPECT_EQ(after->at, now());
  EXPECT_EQ(destinations(practice()).value(), known);  // what a page shows is kept nowhere
}

TEST_P(PlacesOfDestinations, ThatDoNotAnswerKeepNobodyWaiting) {
  const auto known = add();
  PlaceJobs jobs(practice());
  jobs.look(known);
  jobs.wait_for_looks(kLong);
  EXPECT_EQ(jobs.last(known.front())->kind, formats::Kind::mirror);
  pass(seconds(60));

  places.answer(false);
  const auto begun = std::chrono::steady_clock::now();
  jobs.look(known);
  EXPECT_EQ(jobs.last(known.front())->seen, Seen::present);
  EXPECT_TRUE(jobs.is_looking());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kGivenUp);
  jobs.wait_for_looks(kLong);
  EXPECT_FALSE(jobs.is_looking());
  const auto look = jobs.last(known.front());
  EXPECT_EQ(look->seen, Seen::silent);
  EXPECT_EQ(look->at, now());
  EXPECT_EQ(look->kind, formats::Kind::mirror);  // which it still is, as far as is known
}

TEST_P(PlacesOfDestinations, ThatDoNotAnswerAreAskedLessAndLessOften) {
  const auto known = add();
  PlaceJobs jobs(practice());
  places.answer(false);
  const int before = places.asked();
  // At 0 seconds, 30 after that, 60 after that: each look takes this test a second.
  std::vector<int> asked_at;
  for (int second = 0; second <= 100; second += 10) {
    const int so_far = places.asked();
    jobs.look(known);
    jobs.wait_for_looks(kLong);
    if (places.asked() > so_far) asked_at.push_back(second);
    pass(seconds(10));
  }
  EXPECT_EQ(asked_at, (std::vector{0, 30, 90}));
  EXPECT_EQ(places.asked() - before, 3);
}

TEST_P(PlacesOfDestinations, AreNotLookedAtTwiceInAMoment) {
  const auto known = add();
  PlaceJobs jobs(practice());
  const int before = places.asked();
  for (int i = 0; i < 5; ++i) {
    jobs.look(known);
    jobs.wait_for_looks(kLong);
  }
  EXPECT_EQ(places.asked() - before, 2);  // whether it is there, then what it is
  pass(PlaceJobs::kLookAgainAfter);
  jobs.look(known);
  jobs.wait_for_looks(kLong);
  EXPECT_GT(places.asked() - before, 2);
}

TEST_P(PlacesOfDestinations, AreLeftAtOnceWhenTheProgramEnds) {
  const auto known = add();
  places.answer(false);
  const auto begun = std::chrono::steady_clock::now();
  {
    PlaceJobs jobs(practice());
    jobs.look(known);
    ASSERT_TRUE(ok(jobs.add(form())));
    while (places.asked() < 2) std::this_thread::yield();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kGivenUp);
}

TEST_P(PlacesOfDestinations, AreRegisteredOnceTheyAnswered) {
  PlaceJobs jobs(practice());
  const auto id = jobs.add(form());
  ASSERT_TRUE(ok(id));
  const auto addition = jobs.addition(*id, kLong);
  ASSERT_TRUE(addition);
  EXPECT_EQ(addition->state, JobState::done);
  ASSERT_TRUE(addition->added.id);
  EXPECT_EQ(destinations(practice()).value().front().id, *addition->added.id);
  const auto again = jobs.addition(jobs.add(form()).value(), kLong);
  EXPECT_EQ(problems(*again),
            (std::vector<std::string>{"name: backups.problem.name-taken", "folder: backups.problem.same-destination"}));
}

TEST_P(PlacesOfDestinations, ThatDoNotAnswerAreNotRegisteredAndAreSaidToBeSilent) {
  places.answer(false);
  PlaceJobs jobs(practice());
  const auto id = jobs.add(form());
  ASSERT_TRUE(ok(id));
  EXPECT_FALSE(is_over(jobs.addition(*id, milliseconds(10))->state));
  const auto addition = jobs.addition(*id, kLong);
  EXPECT_EQ(addition->state, JobState::done);
  EXPECT_EQ(problems(*addition), (std::vector<std::string>{"folder: backups.problem.folder-silent"}));
  EXPECT_TRUE(destinations(practice()).value().empty());
}

TEST_P(PlacesOfDestinations, OfDataThatDoNotAnswerAreSaidToBeSilentAndKnownOnesStay) {
  const std::string folder = disk_.path().string();
  ASSERT_EQ(save_data_set(practice(), {"agenda", "", "here", "", folder}).value(), FieldProblems());
  places.answer(false);
  const auto same = save_data_set(practice(), {"agenda", "", "here", "Logiciel", folder + "\nagenda_db"});
  EXPECT_EQ(same.value(), FieldProblems());  // nothing had to be asked
  const auto other = save_data_set(practice(), {"agenda", "", "here", "", folder + "\n/srv/autre"});
  ASSERT_TRUE(ok(other));
  ASSERT_EQ(other->size(), 1U);
  EXPECT_EQ(other->front().message.key, "backups.problem.source-silent");
}

GARDE_ON_EVERY_ENGINE(PlacesOfDestinations);

}  // namespace
}  // namespace garde::actions
