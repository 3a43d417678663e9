#include "io/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "io/disk_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto view = std::as_bytes(std::span(text));
  return {view.begin(), view.end()};
}

TEST(TreePath, IsRelativeAndStaysInside) {
  for (const auto* good : {"", "a", "a/b", "a/..b", "a/b.", "...", "\xff\xfe"}) EXPECT_TRUE(is_tree_path(good)) << good;
  for (const auto* bad : {"/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b"})
    EXPECT_FALSE(is_tree_path(bad)) << bad;
  EXPECT_FALSE(is_tree_path(std::string_view("a\0b", 3)));
}

// One suite, every tree: the same folder on disk and in memory.
class Trees : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    folder_.write("config", "settings");
    folder_.write("data/4f/pack", "0123456789");
    folder_.write("data/\xff\xfe.bin", "not UTF-8");
    std::filesystem::create_directory(folder_ / "empty");
    auto disk = DiskTree::open(folder_.path().string());
    ASSERT_TRUE(disk);
    tree_ = std::move(disk).take();
    if (GetParam()) {
      auto memory = MemoryTree::copy_of(*tree_);
      ASSERT_TRUE(memory);
      tree_ = std::move(memory).take();
    }
  }
  std::vector<std::string> names_in(std::string_view directory) const {
    std::vector<std::string> names;
    const auto listed = tree_->list(directory, Detail::names, [&](const Entry& entry) -> Result<void> {
      names.emplace_back(entry.name);
      return {};
    });
    EXPECT_TRUE(listed);
    std::ranges::sort(names);
    return names;
  }
  const Tree& tree() const { return *tree_; }

 private:
  testing::TemporaryFolder folder_;
  std::unique_ptr<Tree> tree_;
};
INSTANTIATE_TEST_SUITE_P(DiskAndMemory, Trees, ::testing::Bool());

TEST_P(Trees, ListEachDirectoryOnce) {
  EXPECT_EQ(names_in(""), (std::vector<std::string>{"config", "data", "empty"}));
  EXPECT_EQ(names_in("data"), (std::vector<std::string>{"4f", "\xff\xfe.bin"}));
  EXPECT_TRUE(names_in("empty").empty());
}

TEST_P(Trees, GiveStatsWithTheListingWhenAsked) {
  const auto listed = tree().list("data/4f", Detail::stats, [&](const Entry& entry) -> Result<void> {
    EXPECT_EQ(entry.name, "pack");
    EXPECT_TRUE(entry.stat && entry.stat->size == 10_B && entry.stat->type == EntryType::file);
    return {};
  });
  EXPECT_TRUE(listed);
}

TEST_P(Trees, EndAListingWithTheVisitorsError) {
  int seen = 0;
  const auto listed = tree().list("", Detail::names, [&](const Entry&) -> Result<void> {
    ++seen;
    return Error{ErrorKind::cancelled, "", std::nullopt, ""};
  });
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(seen, 1);
}

TEST_P(Trees, ReadShortOnlyAtTheEnd) {
  const auto file = tree().open("data/4f/pack", Access::sequential);
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->size(), 10_B);
  std::vector<std::byte> buffer(4);
  EXPECT_EQ((*file)->read_at(0, buffer), std::size_t{4});
  EXPECT_EQ((*file)->read_at(8, buffer), std::size_t{2});
  EXPECT_EQ(buffer[1], std::byte{'9'});
  EXPECT_EQ((*file)->read_at(10, buffer), std::size_t{0});
  EXPECT_EQ((*file)->read_at(1000, buffer), std::size_t{0});
  (*file)->drop_cached(0, 10_B);
  EXPECT_EQ((*file)->read_at(0, buffer), std::size_t{4});
}

TEST_P(Trees, SayWhereAFileEndsTooEarly) {
  const auto file = tree().open("data/4f/pack", Access::random);
  ASSERT_TRUE(file);
  std::vector<std::byte> buffer(5);
  EXPECT_TRUE(read_exactly(**file, "pack", 5, buffer));
  const auto cut = read_exactly(**file, "pack", 6, buffer);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, ErrorKind::damaged);
  EXPECT_EQ(cut.error().offset, 10U);
}

TEST_P(Trees, ReadASmallFileWholeUpToItsLimit) {
  EXPECT_EQ(read_whole(tree(), "config", 8_B), bytes_of("settings"));
  const auto too_long = read_whole(tree(), "config", 7_B);
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().kind, ErrorKind::damaged);
}

TEST_P(Trees, TellWhatIsNotThereFromWhatIsNoFile) {
  EXPECT_EQ(tree().open("nothing", Access::random).error().kind, ErrorKind::not_found);
  EXPECT_EQ(tree().stat("data/nothing").error().kind, ErrorKind::not_found);
  EXPECT_EQ(tree().open("data", Access::random).error().kind, ErrorKind::unreadable);
  EXPECT_EQ(tree().list("config", Detail::names, [](const Entry&) -> Result<void> { return {}; }).error().kind,
            ErrorKind::not_found);
  EXPECT_EQ(tree().stat("../outside").error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(tree().stat("/etc/passwd").error().kind, ErrorKind::invalid_input);
}

TEST_P(Trees, KnowTheirRoot) {
  const auto root = tree().stat("");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->type, EntryType::directory);
}

}  // namespace
}  // namespace garde::io
