#include "io/durable_file.h"

#include <algorithm>
#include <csignal>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "io/private_files.h"
#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

using testing::TemporaryFolder;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text_of(const DurableFile& file) {
  const auto bytes = file.read(1_MiB);
  EXPECT_TRUE(bytes) << describe(bytes.error());
  std::string text(bytes->size(), '\0');
  std::ranges::transform(*bytes, text.begin(), [](std::byte byte) { return static_cast<char>(byte); });
  return text;
}

TEST(DurableFiles, AreHeldByOneAtATime) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder / "journal", bytes_of("one")));
  {
    const auto first = DurableFile::open(folder / "journal");
    ASSERT_TRUE(first);
    EXPECT_EQ(DurableFile::open(folder / "journal").error().kind, ErrorKind::busy);
  }
  EXPECT_TRUE(DurableFile::open(folder / "journal"));
}

TEST(DurableFiles, AreWrittenAndCutInPlace) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder / "journal", bytes_of("one")));
  auto file = DurableFile::open(folder / "journal").take();
  ASSERT_TRUE(file.write(3, bytes_of(" two")));
  EXPECT_EQ(text_of(file), "one two");
  ASSERT_TRUE(file.cut(2_B));
  EXPECT_EQ(text_of(file), "on");
  EXPECT_TRUE(file.read(2_B));
  EXPECT_EQ(file.read(1_B).error().kind, ErrorKind::damaged);
}

TEST(DurableFiles, AreNotOpenedThroughALinkNorFromAFolder) {
  const TemporaryFolder folder;
  folder.write("real", "one");
  std::filesystem::create_symlink("real", folder / "link");
  EXPECT_EQ(DurableFile::open(folder / "link").error().kind, ErrorKind::unreadable);
  EXPECT_EQ(DurableFile::open(folder.path()).error().kind, ErrorKind::unreadable);
  EXPECT_EQ(DurableFile::open(folder / "none").error().kind, ErrorKind::not_found);
}

TEST(DurableFiles, SayThatThereIsNoRoom) {
  const TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder / "journal", bytes_of("one")));
  auto file = DurableFile::open(folder / "journal").take();
  // The process's own limit on the size of a file is the full disk that needs no privileges.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 4, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto outcome = file.write(3, bytes_of(" two"));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::no_space);
  EXPECT_EQ(text_of(file), "one ");
}

}  // namespace
}  // namespace garde::io
