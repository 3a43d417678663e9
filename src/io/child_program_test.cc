#include "io/child_program.h"

#include <fcntl.h>

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

using ::testing::HasSubstr;

ProgramCall shell(std::string line) { return {.program = "/bin/sh", .arguments = {"-c", std::move(line)}}; }

std::string output_of(ChildProgram& program) {
  std::string text;
  std::array<std::byte, 64> piece{};
  for (;;) {
    const auto count = program.read(piece);
    if (!count || *count == 0) return text;
    text.append(reinterpret_cast<const char*>(piece.data()), *count);
  }
}

TEST(ChildProgram, GivesItsOutputItsErrorsAndItsStatus) {
  auto program = ChildProgram::start(shell("echo out; echo err >&2; exit 3"));
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(output_of(*program), "out\n");
  EXPECT_EQ(program->wait(), 3);
  EXPECT_EQ(program->errors(), "err\n");
}

TEST(ChildProgram, HasNothingOfOurEnvironmentAndNoDescriptorOfOurs) {
  ::setenv("GARDE_SECRET", "x", 1);
  const int kept = ::dup(0);  // without close-on-exec, as a library may have left one
  auto call = shell("env; ls /proc/self/fd | wc -l");
  call.environment = {"ONLY=this"};
  auto program = ChildProgram::start(call);
  ASSERT_TRUE(program.has_value());
  const std::string text = output_of(*program);
  EXPECT_THAT(text, HasSubstr("ONLY=this"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("GARDE_SECRET")));
  EXPECT_THAT(text, HasSubstr("\n4\n")) << "three, and the folder that ls reads";
  ::close(kept);
}

TEST(ChildProgram, ReadsWhatItIsGiven) {
  auto call = shell("wc -c");
  call.input = ProgramCall::Input::written;
  auto program = ChildProgram::start(call);
  ASSERT_TRUE(program.has_value());
  const std::string text(100'000, 'x');
  EXPECT_TRUE(program->write(std::as_bytes(std::span(text))).has_value());
  program->end_input();
  EXPECT_EQ(output_of(*program), "100000\n");

  const testing::TemporaryFolder folder;
  folder.write("input", "seven b");
  auto of_file = shell("wc -c");
  of_file.input = ProgramCall::Input::file;
  const FileDescriptor input(::open((folder / "input").c_str(), O_RDONLY | O_CLOEXEC));
  of_file.input_file = input.get();
  auto reader = ChildProgram::start(of_file);
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ(output_of(*reader), "7\n");
}

TEST(ChildProgram, ThatListensNoMoreIsAnErrorAndNoSignal) {
  auto call = shell("exec <&-; sleep 5");
  call.input = ProgramCall::Input::written;
  auto program = ChildProgram::start(call);
  ASSERT_TRUE(program.has_value());
  const std::string text(1'000'000, 'x');
  EXPECT_FALSE(program->write(std::as_bytes(std::span(text))).has_value());
}

TEST(ChildProgram, IsEndedWithItsOwnChildren) {
  auto program = ChildProgram::start(shell("sleep 60 & echo $!; wait"));
  ASSERT_TRUE(program.has_value());
  std::array<std::byte, 64> piece{};
  const auto count = program->read(piece);
  ASSERT_TRUE(count.has_value() && *count > 1);
  const pid_t below = std::stoi(std::string(reinterpret_cast<const char*>(piece.data()), *count));
  EXPECT_TRUE(program->is_running());
  program->end(SIGTERM, std::chrono::milliseconds{0});
  EXPECT_FALSE(program->is_running());
  // Gone, or waiting for init to take note of it; the system takes a moment.
  const auto is_gone = [&] {
    std::ifstream status("/proc/" + std::to_string(below) + "/stat");
    std::string line;
    return !std::getline(status, line) || line.find(") Z ") != std::string::npos;
  };
  for (int look = 0; look < 200 && !is_gone(); ++look) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  EXPECT_TRUE(is_gone());
}

TEST(ChildProgram, MayHaveNoMoreMemoryThanItIsGiven) {
  auto call = shell("ulimit -v; head -c 300000000 /dev/zero | tail -c 300000000 | wc -c");
  call.memory = 128_MiB;
  auto program = ChildProgram::start(call);
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(output_of(*program), "131072\n0\n") << "kibibytes, and what tail could not hold";
}

TEST(ChildProgram, ThatIsNotThereSaysSo) {
  auto program = ChildProgram::start({.program = "/nowhere/at/all"});
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(program->wait(), ChildProgram::kNotExecuted);
}

TEST(ChildProgram, RunsAsAnotherAccountForTheSuperUser) {
  constexpr std::array<std::string_view, 2> kNames = {"no-such-account", "nobody"};
  const auto nobody = find_account(kNames);
  if (!runs_as_super_user() || !nobody) GTEST_SKIP() << "not the super-user";
  auto call = shell("id -u; id -G; cat /etc/shadow");
  call.account = nobody;
  auto program = ChildProgram::start(call);
  ASSERT_TRUE(program.has_value());
  EXPECT_EQ(output_of(*program), std::to_string(nobody->user) + "\n" + std::to_string(nobody->group) + "\n");
  EXPECT_NE(program->wait(), 0);
}

TEST(ChildProgram, SuperUserIsNoOrdinaryAccount) {
  constexpr std::array<std::string_view, 1> kNames = {"root"};
  EXPECT_FALSE(find_account(kNames).has_value());
}

}  // namespace
}  // namespace garde::io
