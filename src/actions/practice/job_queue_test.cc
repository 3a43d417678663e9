#include "actions/practice/job_queue.h"

#include <atomic>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::actions {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

struct View {
  JobId id;
  JobState state{};
  std::optional<Error> error = {};
  int steps = 0;
};
using Queue = JobQueue<View>;

View job(std::string_view id) { return {.id = JobId::parse(id).value()}; }
auto named(std::string_view id) {
  return [id](const View& view) { return view.id.text() == id; };
}
constexpr auto kAny = [](const View&) { return true; };
constexpr auto kLongEnough = 30s;

// Keeps the worker busy until it is let go.
class Held {
 public:
  Queue::Work work() {
    return [this](Queue::Running& running) -> Result<void> {
      begun_.set_value();
      while (!let_go_ && !running.stop().stop_requested()) std::this_thread::sleep_for(1ms);
      if (running.stop().stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      return {};
    };
  }
  void wait_until_it_runs() { ASSERT_EQ(begun_.get_future().wait_for(kLongEnough), std::future_status::ready); }
  void let_go() { let_go_ = true; }

 private:
  std::promise<void> begun_;
  std::atomic<bool> let_go_ = false;
};

TEST(AJobQueue, DoesOneJobAfterTheOtherInTheirOrder) {
  std::vector<std::string> done;
  Queue queue;
  for (const std::string id : {"a", "b", "c"})
    ASSERT_TRUE(queue.add(job(id), id, [&done, id](Queue::Running&) -> Result<void> {
      done.push_back(id);
      return {};
    }));
  queue.wait_for(kAny, kLongEnough);
  EXPECT_THAT(done, ElementsAre("a", "b", "c"));
  EXPECT_EQ(queue.find(JobId::of("b"))->state, JobState::done);
  EXPECT_EQ(queue.all().front().id.text(), "c") << "the newest first";
}

TEST(AJobQueue, TellsEachListenerFromWhereTheJobIsToItsEnd) {
  Held held;
  Queue queue;
  ASSERT_TRUE(queue.add(job("first"), "", held.work()));
  ASSERT_TRUE(queue.add(job("told"), "", [](Queue::Running& running) -> Result<void> {
    running.tell([](View& view) { view.steps = 1; });
    running.note([](View& view) { view.steps = 2; });
    return {};
  }));
  held.wait_until_it_runs();
  std::vector<std::pair<JobState, int>> told;
  int left_after = 0;
  queue.listen(JobId::of("told"), [&](const View& view) {
    told.emplace_back(view.state, view.steps);
    return Listening::goes_on;
  });
  queue.listen(JobId::of("told"), [&](const View&) {
    ++left_after;
    return left_after == 2 ? Listening::left : Listening::goes_on;
  });
  held.let_go();
  queue.wait_for(kAny, kLongEnough);
  EXPECT_THAT(told, ElementsAre(std::pair(JobState::waiting, 0), std::pair(JobState::running, 0),
                                std::pair(JobState::running, 1), std::pair(JobState::done, 2)));
  EXPECT_EQ(left_after, 2);
}

TEST(AJobQueue, EndsAJobThatFailsThrowsOrIsCancelledAndGoesOn) {
  Held held;
  Queue queue;
  ASSERT_TRUE(queue.add(job("held"), "", held.work()));
  ASSERT_TRUE(queue.add(job("waits"), "a disk", [](Queue::Running&) -> Result<void> {
    ADD_FAILURE() << "cancelled before it ran";
    return {};
  }));
  ASSERT_TRUE(queue.add(job("throws"), "a disk",
                        [](Queue::Running&) -> Result<void> { throw std::runtime_error("a library"); }));
  ASSERT_TRUE(queue.add(job("fails"), "", [](Queue::Running&) -> Result<void> {
    return Error{ErrorKind::no_space, "/", std::nullopt, ""};
  }));
  held.wait_until_it_runs();
  queue.cancel(JobId::of("held"));
  queue.cancel(JobId::of("waits"));
  queue.wait_for(kAny, kLongEnough);
  EXPECT_EQ(queue.find(JobId::of("held"))->state, JobState::cancelled);
  EXPECT_EQ(queue.find(JobId::of("waits"))->state, JobState::cancelled);
  EXPECT_EQ(queue.find(JobId::of("throws"))->state, JobState::failed);
  EXPECT_EQ(queue.find(JobId::of("throws"))->error->subject, "a disk");
  EXPECT_EQ(queue.find(JobId::of("fails"))->error->kind, ErrorKind::no_space);
}

TEST(AJobQueue, TakesTheSameJobOnceAndNoMoreThanMayWait) {
  Held held;
  Queue queue;
  ASSERT_TRUE(queue.add(job("held"), "", held.work()));
  held.wait_until_it_runs();
  const auto nothing = [](Queue::Running&) -> Result<void> { return {}; };
  EXPECT_FALSE(queue.add_once(named("held"), job("again"), "", nothing)) << "it runs";
  EXPECT_TRUE(queue.add_once(named("once"), job("once"), "", nothing));
  EXPECT_FALSE(queue.add_once(named("once"), job("once"), "", nothing)) << "it waits";
  for (std::size_t i = 1; i < Queue::kMaxWaiting; ++i)
    ASSERT_TRUE(queue.add(job("j" + std::to_string(i)), "", nothing));
  EXPECT_EQ(queue.add(job("over"), "", nothing).error().kind, ErrorKind::busy);
  held.let_go();
  queue.wait_for(kAny, kLongEnough);
  EXPECT_TRUE(queue.add(job("later"), "", nothing));
  EXPECT_THAT(queue.all(), SizeIs(Queue::kMaxRemembered)) << "the oldest are forgotten";
  EXPECT_FALSE(queue.find(JobId::of("held")));
}

TEST(AJobQueue, StopsWhatRunsAndForgetsWhatWaitsWhenItGoes) {
  Held held;
  bool ran = false;
  {
    Queue queue;
    ASSERT_TRUE(queue.add(job("held"), "", held.work()));
    ASSERT_TRUE(queue.add(job("waits"), "", [&](Queue::Running&) -> Result<void> {
      ran = true;
      return {};
    }));
    held.wait_until_it_runs();
  }
  EXPECT_FALSE(ran);
}

TEST(AJobQueue, WaitsNoLongerThanItIsTold) {
  Held held;
  Queue queue;
  ASSERT_TRUE(queue.add(job("held"), "", held.work()));
  queue.wait_for(kAny, 5ms);
  EXPECT_TRUE(queue.pending(named("held")));
  EXPECT_FALSE(queue.pending(named("other")));
}

TEST(AJobQueue, OutlivesAMistakeOfAJobAndOfWhoListens) {
  std::mutex mutex;
  std::vector<std::string> log;
  Queue queue([&](std::string_view line) {
    const std::scoped_lock lock(mutex);
    log.emplace_back(line);
  });
  Held held;
  ASSERT_TRUE(queue.add(job("first"), "the first", held.work()));
  ASSERT_TRUE(queue.add(job("broken"), "the disk", [](Queue::Running&) -> Result<void> {
    GARDE_CHECK(2 + 2 == 5);
    return {};
  }));
  ASSERT_TRUE(queue.add(job("next"), "the next", [](Queue::Running&) -> Result<void> { return {}; }));
  held.wait_until_it_runs();
  bool told = false;
  queue.listen(JobId::of("next"), [&](const View& view) {
    GARDE_CHECK(!is_over(view.state));
    return Listening::goes_on;
  });
  queue.listen(JobId::of("next"), [&](const View& view) {
    told = is_over(view.state);
    return Listening::goes_on;
  });
  held.let_go();
  queue.wait_for(kAny, kLongEnough);
  EXPECT_EQ(queue.find(JobId::of("broken"))->state, JobState::failed);
  EXPECT_EQ(queue.find(JobId::of("next"))->state, JobState::done);
  EXPECT_TRUE(told) << "the other listener";
  const std::scoped_lock lock(mutex);
  EXPECT_THAT(log, ElementsAre(testing::StartsWith("a job about the disk threw: internal mistake: 2 + 2 == 5 ("),
                               testing::StartsWith("who listened to a job about the next threw: internal mistake: ")));
}

}  // namespace
}  // namespace garde::actions
