// What the computer says of itself, held to what its own programs say.
#include "io/this_computer.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

std::string output_of(const std::string& command) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(std::system((command + " > '" + (folder / "out").string() + "'").c_str()), 0) << command;
  std::ifstream file(folder / "out", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ThisComputer, ListsThisVeryProgramWithItsFile) {
  const auto programs = running_programs();
  ASSERT_TRUE(programs.has_value());
  const auto own = std::ranges::find(*programs, static_cast<int>(::getpid()), &RunningProgram::process);
  ASSERT_NE(own, programs->end());
  EXPECT_EQ(own->path, std::filesystem::read_symlink("/proc/self/exe").string());
  EXPECT_EQ(own->user, ::getuid());
  EXPECT_EQ(own->parent, ::getppid());
  EXPECT_TRUE(std::ranges::is_sorted(*programs, {}, &RunningProgram::process));
}

TEST(ThisComputer, ReadsTheFileOfAProgramWhoseNameIsGone) {
  const testing::TemporaryFolder folder;
  std::filesystem::copy_file("/bin/sleep", folder / "gone");
  const std::string pid = output_of("cd '" + folder.path().string() + "' && { ./gone 30 >/dev/null & echo $!; }");
  const int process = std::stoi(pid);
  // The shell's child is the program only once it has become it.
  const std::filesystem::path link = fmt::format("/proc/{}/exe", process);
  while (std::filesystem::read_symlink(link) != std::filesystem::canonical(folder / "gone"))
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  std::filesystem::remove(folder / "gone");
  const auto file = open_program(process);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->size().value, std::filesystem::file_size("/bin/sleep"));
  std::system(("kill " + std::to_string(process)).c_str());
}

TEST(ThisComputer, FindsNoProgramOfANumberThatNobodyHas) {
  const auto file = open_program(4'000'000);  // above what the kernel gives
  EXPECT_FALSE(file.has_value());
}

TEST(ThisComputer, KnowsOfItsClockOrSaysThatItDoesNot) {
  const auto state = clock_state();
  if (!state) GTEST_SKIP() << "the system does not say";
  EXPECT_TRUE(!state->synchronised || state->max_error.count() >= 0);
}

TEST(ThisComputer, TellsWhoIsLoggedOnAsWhoDoes) {
  const auto logons = logged_on();
  if (!logons) GTEST_SKIP() << "no such list here";
  const std::string who = output_of("who");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(who, '\n')), logons->size());
}

}  // namespace
}  // namespace garde::io
