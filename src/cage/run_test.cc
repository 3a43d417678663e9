#include "cage/run.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "cage/frame.h"
#include "cage/process.h"
#include "cage/testing/hostile_calls.h"
#include "io/testing/temporary_folder.h"

namespace garde::cage {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

WipedBytes bytes_of(std::string_view text) { return WipedBytes(std::as_bytes(std::span(text))); }
std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Call call_of(std::string task, std::string_view request = "") {
  return {.task = std::move(task), .request = bytes_of(request), .deadline = 60s, .program = GARDE_HOSTILE_WORKER};
}

Conversation::OnEvent ignoring() {
  return [](std::span<const std::byte>) -> Result<void> { return {}; };
}

// How many descriptors this process has open.
int open_here() {
  int count = 0;
  for (int i = 0; i < 256; ++i) count += ::fcntl(i, F_GETFD) >= 0 ? 1 : 0;
  return count;
}

TEST(RunInCage, GivesTheAnswerAndTheEventsBeforeIt) {
  Call call = call_of("echo", "garde");
  std::string events;
  call.on_event = [&](std::span<const std::byte> event) -> Result<void> {
    events += text_of(event);
    return {};
  };
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "finished");
  EXPECT_EQ(text_of(run.answer), "garde");
  EXPECT_EQ(events, "garde");
  ASSERT_TRUE(run.walls);
  EXPECT_TRUE(run.walls->no_new_privileges);
}

TEST(RunInCage, PassesARequestAsLargeAsAnExport) {
  const std::string export_file(64U << 20U, 'x');
  Call call = call_of("echo", export_file);
  call.limits = {.event = 65_MiB, .answer = 65_MiB, .all = 130_MiB};
  call.on_event = ignoring();
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "finished");
  EXPECT_TRUE(text_of(run.answer) == export_file);
}

TEST(RunInCage, TellsWhyATaskFailed) {
  const Ended run = run_in_cage(call_of("fail"));
  EXPECT_EQ(name(run.ending), "failed");
  EXPECT_EQ(run.error, (Error{ErrorKind::wrong_secret, "repository", 17, "no key opens"}));
}

TEST(RunInCage, CutsAFailureThatIsLongerThanALogLine) {
  const Ended run = run_in_cage(call_of("fail-at-length"));
  EXPECT_EQ(name(run.ending), "failed");
  EXPECT_EQ(run.error->detail.size(), kMaxDetail);
}

TEST(RunInCage, KnowsNoTaskOutsideTheTable) {
  const Ended run = run_in_cage(call_of("rm"));
  EXPECT_EQ(name(run.ending), "failed");
  EXPECT_EQ(run.error->kind, ErrorKind::not_found);
}

TEST(RunInCage, LetsReadersUseThreadsMemoryAndCryptography) {
  Call call = call_of("ordinary-work", "secret");
  std::atomic<int> events = 0;
  call.on_event = [&](std::span<const std::byte>) -> Result<void> {
    ++events;
    return {};
  };
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "finished") << run.last_words;
  EXPECT_EQ(events, 8);
}

TEST(RunInCage, GivesTheDescriptorsOfTheCallInTheirOrder) {
  const io::testing::TemporaryFolder folder;
  const io::FileDescriptor one(::open(folder.write("one", "1").c_str(), O_RDONLY | O_CLOEXEC));
  const io::FileDescriptor two(::open(folder.write("two", "2").c_str(), O_RDONLY | O_CLOEXEC));
  const std::array given = {two.get(), one.get()};
  Call call = call_of("read-given");
  call.descriptors = given;
  EXPECT_EQ(text_of(run_in_cage(call).answer), "21");
  call = call_of("open-descriptors");
  call.descriptors = given;
  EXPECT_EQ(text_of(run_in_cage(call).answer), "0 1 2 3 4 5 ");
}

TEST(RunInCage, LeavesNothingOfThisProcessOpenThere) {
  // Without the flag that closes it when a program starts.
  const io::FileDescriptor leak(::open("/etc/passwd", O_RDONLY));
  ASSERT_EQ(::fcntl(leak.get(), F_SETFD, 0), 0);
  EXPECT_EQ(text_of(run_in_cage(call_of("open-descriptors")).answer), "0 1 2 3 ");
}

TEST(RunInCage, LeavesNoEnvironmentThere) { EXPECT_EQ(text_of(run_in_cage(call_of("environment")).answer), ""); }

TEST(RunInCage, LeavesNothingBehindHere) {
  static_cast<void>(run_in_cage(call_of("echo")));
  const int before = open_here();
  for (const char* task : {"fail", "segfault", "leave-silently"}) static_cast<void>(run_in_cage(call_of(task)));
  EXPECT_EQ(open_here(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a process that was not reaped";
}

TEST(RunInCage, EndsAtOnceWhenItIsToStop) {
  for (const char* task : {"sleep", "spin", "spin-deaf", "flood-log", "flood"}) {
    std::stop_source stop;
    Call call = call_of(task);
    call.stop = stop.get_token();
    call.on_event = ignoring();
    call.limits.events = ~std::uint64_t{0};
    Clock::time_point asked;
    std::jthread asking([&] {
      std::this_thread::sleep_for(200ms);
      asked = Clock::now();
      stop.request_stop();
    });
    const Ended run = run_in_cage(call);
    asking.join();
    EXPECT_EQ(name(run.ending), "cancelled") << task;
    EXPECT_LT(Clock::now() - asked, 1s) << task;
  }
}

TEST(RunInCage, DoesNotBeginWhenItIsToStopAlready) {
  std::stop_source stop;
  stop.request_stop();
  Call call = call_of("sleep");
  call.stop = stop.get_token();
  EXPECT_EQ(name(run_in_cage(call).ending), "cancelled");
}

TEST(RunInCage, EndsAtItsDeadline) {
  Call call = call_of("spin-deaf");
  call.deadline = 300ms;
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "late");
  EXPECT_GE(run.elapsed, 300ms);
  EXPECT_LT(run.elapsed, 2s);
}

TEST(RunInCage, GivesUpWhoOnlyWaitsLongBeforeItsDeadline) {
  Call call = call_of("sleep");
  call.deadline = 16s;
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "late");
  EXPECT_GE(run.elapsed, 2s);
  EXPECT_LT(run.elapsed, 8s);
}

TEST(RunInCage, LetsWhoComputesHaveItsTime) {
  Call call = call_of("spin-deaf");
  call.deadline = 3s;  // a rest of a second would have been too long
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "late");
  EXPECT_GE(run.elapsed, 3s);
}

TEST(RunInCage, TellsACrashFromTheRest) {
  const Ended segfault = run_in_cage(call_of("segfault"));
  EXPECT_EQ(name(segfault.ending), "crashed");
  EXPECT_EQ(segfault.signal, SIGSEGV);
  const Ended mistake = run_in_cage(call_of("abort"));
  EXPECT_EQ(name(mistake.ending), "crashed");
  EXPECT_NE(mistake.last_words.find("a mistake of ours"), std::string::npos) << mistake.last_words;
}

TEST(RunInCage, TellsWhenTheProgramIsNotThere) {
  Call call = call_of("echo");
  call.program = "/nowhere/at/all";
  const Ended run = run_in_cage(call);
  EXPECT_EQ(name(run.ending), "not-started");
  EXPECT_EQ(run.error->kind, ErrorKind::unreadable);
}

TEST(RunInCage, OfAProgramThatIsNoWorkerIsNoAnswer) {
  Call call = call_of("echo");
  call.program = "/bin/true";
  EXPECT_EQ(name(run_in_cage(call).ending), "broken-protocol");
}

TEST(RunInCage, HandsNoSecretToAWorkerWithoutWalls) {
  Call call = call_of("echo", "secret");
  call.policy.kernel.landlock = 0;
  EXPECT_EQ(name(run_in_cage(call).ending), "no-walls");
  call.needs_walls = false;
  call.on_event = ignoring();
  EXPECT_EQ(name(run_in_cage(call).ending), "finished");
}

TEST(RunInCage, TellsAnAnswerThatIsTooLongFromABrokenProtocol) {
  Call call = call_of("echo", std::string(1000, 'x'));
  call.on_event = ignoring();
  call.limits.answer = 999_B;
  Ended ended = run_in_cage(call);
  EXPECT_EQ(name(ended.ending), "failed");
  EXPECT_EQ(ended.error->subject, "answer");
  call.limits = {.event = 999_B};
  ended = run_in_cage(call);
  EXPECT_EQ(name(ended.ending), "failed");
  EXPECT_EQ(ended.error->subject, "event");
}

TEST(RunInCage, TakesWithItWhatTheWorkerStarted) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const io::FileDescriptor reading(ends[0]);
  io::FileDescriptor writing(ends[1]);
  Call call = call_of("fork-and-leave");
  const std::array given = {writing.get()};
  call.descriptors = given;
  call.policy.kernel.seccomp = false;  // else it starts nothing
  call.needs_walls = false;
  EXPECT_EQ(name(run_in_cage(call).ending), "finished");
  writing = io::FileDescriptor();
  pollfd closed{reading.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&closed, 1, 2000), 1) << "something still holds the other end";
}

TEST(RunInCage, RunsSeveralAtOnce) {
  std::atomic<int> finished = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        Call call = call_of("echo", "x");
        call.on_event = ignoring();
        finished += run_in_cage(call).ending == Ending::finished ? 1 : 0;
      });
  }
  EXPECT_EQ(finished, 8);
}

TEST(Worker, DiesWithWhoStartedIt) {
  // A process of ours starts a worker that sleeps, and is killed; the worker's number comes through its log's end.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), 0), 0);
  const pid_t starter = ::fork();
  if (starter == 0) {
    Call call = call_of("sleep-holding");
    const std::array given = {ends[1]};
    call.descriptors = given;
    static_cast<void>(run_in_cage(call));
    ::_exit(0);
  }
  ::close(ends[1]);
  std::this_thread::sleep_for(500ms);
  ASSERT_EQ(::kill(starter, SIGKILL), 0);
  ASSERT_EQ(::waitpid(starter, nullptr, 0), starter);
  // The end of the pipe: nobody holds its other side any more, the worker neither.
  char byte = 0;
  const auto asked = Clock::now();
  EXPECT_EQ(::read(ends[0], &byte, 1), 0);
  EXPECT_LT(Clock::now() - asked, 2s);
  ::close(ends[0]);
}

TEST(Process, ThatTheSystemDoesNotLetGoIsReapedLater) {
  // It waits for bytes that never come, as another waits for a dead disk, and nobody kills it.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  io::FileDescriptor reading(ends[0]);
  io::FileDescriptor writing(ends[1]);
  const std::array given = {reading.get(), reading.get(), reading.get()};
  auto process = Process::start("/bin/cat", "-", given);
  ASSERT_TRUE(process);
  EXPECT_EQ(process->reap(50ms), std::nullopt);
  writing = io::FileDescriptor();
  // Reaped without us: then there is no child of ours left.
  const auto has_child = [] {
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
  };
  const auto until = Clock::now() + 5s;
  while (has_child() && Clock::now() < until) std::this_thread::sleep_for(5ms);
  EXPECT_FALSE(has_child());
}

TEST(WallsOfThisComputer, AreThoseAWorkerFinds) {
  const auto walls = walls_of_this_computer(GARDE_HOSTILE_WORKER);
  ASSERT_TRUE(walls) << describe(walls.error());
  const Ended run = run_in_cage(call_of("environment"));
  EXPECT_EQ(run.walls, *walls);
}

}  // namespace
}  // namespace garde::cage
