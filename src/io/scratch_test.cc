#include "io/scratch.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

ErrorKind refused(const ScratchFolder& folder, std::string_view path) {
  const auto file = ScratchFile::create(folder, path);
  EXPECT_FALSE(file.has_value()) << path;
  return file ? ErrorKind::cancelled : file.error().kind;
}

TEST(ScratchFolder, IsPrivateAndWipedAtTheEnd) {
  const testing::TemporaryFolder parent;
  fs::path path;
  {
    const auto folder = ScratchFolder::create(parent.path());
    ASSERT_TRUE(folder.has_value());
    path = folder->path();
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    auto file = ScratchFile::create(*folder, "srv/dossiers/a.txt");
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE(file->write(bytes_of("bonjour")).has_value());
    EXPECT_EQ(fs::file_size(path / "srv/dossiers/a.txt"), 7U);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(ScratchFolder, LeftByAKilledProgramIsWipedAndOneInUseIsNot) {
  const testing::TemporaryFolder parent;
  const auto used = ScratchFolder::create(parent.path());
  ASSERT_TRUE(used.has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto folder = ScratchFolder::create(parent.path());
    auto file = ScratchFile::create(*folder, "patient.txt");
    ::_exit(file.has_value() ? 0 : 1);  // as a kill would: no destructor runs
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 1U);
  EXPECT_TRUE(fs::exists(used->path()));
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 0U);
}

// A wipe may take the lock away before it takes the patients.
TEST(ScratchFolder, LeftByAProgramKilledWhileItWipedIsWiped) {
  const testing::TemporaryFolder parent;
  parent.write("garde-wiping-aB3xY9/patient.txt", "a");
  parent.write("garde-wiping-cD4zW0/.garde-lock", "");
  parent.write("garde-wiping-cD4zW0/patient.txt", "a");
  parent.write("garde-scratch-eF5vU1/patient.txt", "a");  // as earlier versions left it
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 3U);
  EXPECT_TRUE(fs::is_empty(parent.path()));
}

TEST(ScratchFolder, StillBeingMadeIsLeftAloneForAnHour) {
  const testing::TemporaryFolder parent;
  fs::create_directories(parent / "garde-making-aB3xY9");
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 0U);
  fs::last_write_time(parent / "garde-making-aB3xY9", fs::file_time_type::clock::now() - std::chrono::hours(2));
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 1U);
}

// At each call that changes a folder, a program dies while it restores and wipes: the next sweep leaves nothing.
TEST(ScratchFolder, IsSweptWhateverMomentItsProgramIsKilledAt) {
  const testing::TemporaryFolder parent;
  for (int microseconds = 0; microseconds < 4000; microseconds += 100) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (;;) {
        const auto folder = ScratchFolder::create(parent.path());
        for (const char* name : {"a/patient.txt", "b/patient.txt", "c"})
          if (auto file = ScratchFile::create(*folder, name)) static_cast<void>(file->write(bytes_of("x")));
      }
    }
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  sweep_scratch_folders(parent.path());
  for (const auto& left : fs::recursive_directory_iterator(parent.path())) {
    const std::string path = left.path().lexically_relative(parent.path()).string();
    EXPECT_TRUE(path.starts_with("garde-making-")) << path;  // nothing was restored into these yet
    EXPECT_EQ(path.find("patient"), std::string::npos) << path;
  }
}

TEST(ScratchFolder, LeavesWhatIsNotItsOwn) {
  const testing::TemporaryFolder parent;
  fs::create_directories(parent / "garde-scratch-of-somebody");
  parent.write("garde-scratch-file", "");
  EXPECT_EQ(sweep_scratch_folders(parent.path()), 0U);
}

TEST(ScratchFile, NeverLeavesItsFolder) {
  const testing::TemporaryFolder parent;
  const auto folder = ScratchFolder::create(parent.path());
  ASSERT_TRUE(folder.has_value());
  for (const std::string_view path : {"../x", "/etc/passwd", "a/../../x", "", "a//b", ".", "a/./b"})
    EXPECT_EQ(refused(*folder, path), ErrorKind::invalid_input) << path;
  EXPECT_EQ(refused(*folder, std::string_view("a\0b", 3)), ErrorKind::invalid_input);
  EXPECT_FALSE(fs::exists(parent / "x"));
}

TEST(ScratchFile, OverwritesNothing) {
  const testing::TemporaryFolder parent;
  const auto folder = ScratchFolder::create(parent.path());
  ASSERT_TRUE(folder.has_value());
  ASSERT_TRUE(ScratchFile::create(*folder, "a").has_value());
  EXPECT_EQ(refused(*folder, "a"), ErrorKind::conflict);
  EXPECT_EQ(refused(*folder, "a/b"), ErrorKind::conflict);
}

TEST(DeviceNames, AreThoseOfWindows) {
  for (const std::string_view name : {"CON", "nul", "Aux.txt", "com1", "LPT9.docx", "a:b", "point.", "blanc "})
    EXPECT_TRUE(is_device_name(name)) << name;
  for (const std::string_view name : {"console.txt", "com", "com0", "compte-rendu.pdf", "null.txt", ".profile", ""})
    EXPECT_FALSE(is_device_name(name)) << name;
}

}  // namespace
}  // namespace garde::io
