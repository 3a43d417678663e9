#include "io/private_files.h"

#include <fstream>
#include <sstream>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

std::ptrdiff_t entries_in(const fs::path& folder) { return std::distance(fs::directory_iterator(folder), {}); }

TEST(PrivateFiles, AreCreatedForTheirOwnerAlone) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_directory(folder / "incident"));
  ASSERT_TRUE(create_private_file(folder / "incident/journal", bytes_of("one")));
  EXPECT_EQ(mode_of(folder / "incident"), 0700U);
  EXPECT_EQ(mode_of(folder / "incident/journal"), 0600U);
  EXPECT_EQ(text_of(folder / "incident/journal"), "one");
}

TEST(PrivateFiles, NeverReplaceWhatIsThere) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder / "journal", bytes_of("one")));
  EXPECT_EQ(create_private_file(folder / "journal", bytes_of("two")).error().kind, ErrorKind::conflict);
  EXPECT_EQ(create_private_directory(folder / "journal").error().kind, ErrorKind::conflict);
  EXPECT_EQ(text_of(folder / "journal"), "one");
  EXPECT_EQ(entries_in(folder.path()), 1) << "nor is anything left beside it";
}

TEST(PrivateFiles, WrittenByOthersAppearWholeAndForTheFirstThatIsDone) {
  const TemporaryFolder folder;
  const auto first = create_private_file_beside(folder / "base");
  const auto second = create_private_file_beside(folder / "base");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(mode_of(*first), 0600U);
  std::ofstream(*first) << "one";
  std::ofstream(*second) << "two";
  EXPECT_FALSE(fs::exists(folder / "base"));
  EXPECT_TRUE(publish(*first, folder / "base"));
  EXPECT_EQ(publish(*second, folder / "base").error().kind, ErrorKind::conflict);
  EXPECT_EQ(text_of(folder / "base"), "one");
  EXPECT_EQ(entries_in(folder.path()), 1) << "the temporary names are gone";
}

TEST(PrivateDirectories, AreCreatedWithWhatIsMissingAboveThem) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "there");
  fs::permissions(folder / "there", fs::perms(0755));
  ASSERT_TRUE(create_private_directories(folder / "there/a/b"));
  EXPECT_EQ(mode_of(folder / "there"), 0755U) << "what is there stays as it is";
  EXPECT_EQ(mode_of(folder / "there/a"), 0700U);
  EXPECT_EQ(mode_of(folder / "there/a/b"), 0700U);
  EXPECT_TRUE(create_private_directories(folder / "there/a/b"));
}

TEST(PrivateFiles, NeedAFolderThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(create_private_file(folder / "none/journal", bytes_of("one")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(create_private_directory(folder / "none/incident").error().kind, ErrorKind::not_found);
}

TEST(PrivateFiles, ThatAreLockedSayWhoHoldsThem) {
  const TemporaryFolder folder;
  const auto held = lock_file(folder / "lock");
  ASSERT_TRUE(held);
  const auto refused = lock_file(folder / "lock");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(refused.error().detail, "held by process " + std::to_string(::getpid()));
}

}  // namespace
}  // namespace garde::io
