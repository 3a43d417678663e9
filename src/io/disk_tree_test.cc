#include "io/disk_tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

std::unique_ptr<DiskTree> tree_of(const fs::path& folder) {
  auto tree = DiskTree::open(folder.string());
  EXPECT_TRUE(tree) << describe(tree.error());
  return std::move(tree).take();
}

TEST(DiskTree, NeverFollowsALinkOutOrInside) {
  const TemporaryFolder outside;
  outside.write("secret", "not yours");
  const TemporaryFolder folder;
  folder.write("real/file", "mine");
  fs::create_symlink(outside / "secret", folder / "absolute");
  fs::create_symlink("real/file", folder / "inside");
  fs::create_directory_symlink(outside.path(), folder / "way-out");
  fs::create_directory_symlink("real", folder / "way-inside");
  const auto tree = tree_of(folder.path());
  for (const auto* path : {"absolute", "inside", "way-out/secret", "way-inside/file"}) {
    const auto file = tree->open(path, Access::random);
    ASSERT_FALSE(file) << path;
    EXPECT_EQ(file.error().kind, ErrorKind::unreadable) << path;
  }
  EXPECT_EQ(tree->stat("inside")->type, EntryType::symlink);
  const auto ignore = [](const Entry&) -> Result<void> { return {}; };
  EXPECT_FALSE(tree->list("way-out", Detail::names, ignore));
}

TEST(DiskTree, FollowsTheLinkThePersonNamed) {
  const TemporaryFolder folder;
  folder.write("real/file", "mine");
  fs::create_directory_symlink("real", folder / "link");
  EXPECT_TRUE(tree_of(folder / "link")->open("file", Access::random));
}

TEST(DiskTree, DoesNotWaitOnAPipeNorOpenASocket) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder / "sock").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  const auto tree = tree_of(folder.path());
  for (const auto* path : {"pipe", "sock"}) {
    EXPECT_EQ(tree->open(path, Access::random).error().kind, ErrorKind::unreadable);
    EXPECT_EQ(tree->stat(path)->type, EntryType::other);
  }
}

TEST(DiskTree, ReadsTenThousandFoldersDeep) {
  const TemporaryFolder folder;
  FileDescriptor at(::open(folder.path().c_str(), O_PATH | O_DIRECTORY));
  std::string path;
  for (int depth = 0; depth < 10'000; ++depth) {
    ASSERT_EQ(::mkdirat(at.get(), "d", 0700), 0);
    at = FileDescriptor(::openat(at.get(), "d", O_PATH | O_DIRECTORY));
    path += "d/";
  }
  const FileDescriptor made(::openat(at.get(), "leaf", O_CREAT | O_WRONLY, 0600));
  ASSERT_EQ(::write(made.get(), "deep", 4), 4);
  const auto tree = tree_of(folder.path());
  const auto leaf = read_whole(*tree, path + "leaf", 100_B);
  ASSERT_TRUE(leaf) << leaf.error().detail;
  EXPECT_EQ(leaf->size(), 4U);
  std::size_t entries = 0;
  path.pop_back();
  ASSERT_TRUE(tree->list(path, Detail::stats, [&](const Entry&) -> Result<void> {
    ++entries;
    return {};
  }));
  EXPECT_EQ(entries, 1U);
}

TEST(DiskTree, RefusesANameLongerThanTheSystems) {
  const TemporaryFolder folder;
  EXPECT_EQ(tree_of(folder.path())->stat(std::string(5000, 'n')).error().kind, ErrorKind::unreadable);
}

TEST(DiskTree, StreamsAFolderOfManyEntries) {
  const TemporaryFolder folder;
  const FileDescriptor at(::open(folder.path().c_str(), O_PATH | O_DIRECTORY));
  constexpr int count = 20'000;
  for (int i = 0; i < count; ++i)
    FileDescriptor(::openat(at.get(), std::to_string(i).c_str(), O_CREAT | O_WRONLY, 0600));
  std::vector<bool> seen(count);
  ASSERT_TRUE(tree_of(folder.path())->list("", Detail::names, [&](const Entry& entry) -> Result<void> {
    const auto number = static_cast<std::size_t>(std::stoi(std::string(entry.name)));
    EXPECT_FALSE(seen[number]);
    seen[number] = true;
    return {};
  }));
  EXPECT_TRUE(std::ranges::all_of(seen, [](bool s) { return s; }));
}

TEST(DiskTree, ReadsTheEndOfAnEnormousSparseFile) {
  const TemporaryFolder folder;
  const auto path = folder.write("sparse", "");
  constexpr std::uint64_t size = 10'000'000'000'000;
  if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) fs::resize_file(path, size / 1000);
  const auto tree = tree_of(folder.path());
  const auto file = tree->open("sparse", Access::random);
  ASSERT_TRUE(file);
  std::vector<std::byte> buffer(8, std::byte{1});
  EXPECT_EQ((*file)->read_at((*file)->size().value - 3, buffer), std::size_t{3});
  EXPECT_FALSE(read_whole(*tree, "sparse", 1_MiB));
}

TEST(DiskTree, LeavesTheAccessTimeAlone) {
  const TemporaryFolder folder;
  const auto path = folder.write("file", "content");
  const timespec old[2] = {{1'000'000'000, 0}, {1'500'000'000, 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), old, 0), 0);
  ASSERT_TRUE(read_whole(*tree_of(folder.path()), "file", 100_B));
  struct stat after{};
  ASSERT_EQ(::stat(path.c_str(), &after), 0);
  EXPECT_EQ(after.st_atim.tv_sec, 1'000'000'000);
}

TEST(DiskTree, TellsHardLinksByTheirIdentity) {
  const TemporaryFolder folder;
  folder.write("a", "one");
  fs::create_hard_link(folder / "a", folder / "b");
  folder.write("c", "one");
  const auto tree = tree_of(folder.path());
  EXPECT_EQ(tree->stat("a")->identity, tree->stat("b")->identity);
  EXPECT_NE(tree->stat("a")->identity, tree->stat("c")->identity);
  EXPECT_EQ(tree->stat("a")->links, 2U);
}

TEST(DiskTree, IsNotFoundWhenTheFolderIsNot) {
  EXPECT_EQ(DiskTree::open("/nonexistent/folder").error().kind, ErrorKind::not_found);
  const TemporaryFolder folder;
  EXPECT_EQ(DiskTree::open(folder.write("file", "").string()).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::io
