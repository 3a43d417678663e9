#include "formats/mirror/listing.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace garde::formats::mirror {
namespace {

// Folders within folders without end, as a file system that is not what it seems can show. `of` says which folder one
// is.
class Endless final : public io::Tree {
 public:
  explicit Endless(std::function<io::FileIdentity(std::string_view path)> of) : of_(std::move(of)) {}

  Result<void> list(std::string_view directory, io::Detail, const io::OnEntry& on_entry) const override {
    const std::string path = join(directory, "a");
    io::Stat stat{
        .type = io::EntryType::directory, .size = {}, .modified = {}, .permissions = 0700, .identity = of_(path)};
    TRY(on_entry({.name = "a", .type = io::EntryType::directory, .stat = stat}));
    stat.type = io::EntryType::file;
    stat.identity = {7, 7};
    return on_entry({.name = "durand.txt", .type = io::EntryType::file, .stat = stat});
  }
  Result<io::Stat> stat(std::string_view path) const override {
    return Error{ErrorKind::not_found, std::string(path), std::nullopt, ""};
  }
  Result<std::unique_ptr<io::File>> open(std::string_view path, io::Access) const override {
    return Error{ErrorKind::not_found, std::string(path), std::nullopt, ""};
  }

 private:
  std::function<io::FileIdentity(std::string_view path)> of_;
};

TEST(Listings, EnterNoFolderThatLiesInItself) {
  const Endless tree([](std::string_view) { return io::FileIdentity{1, 42}; });
  const auto listing = list_everything(tree, 2, {});
  ASSERT_TRUE(listing.has_value());
  EXPECT_EQ(listing->files.size(), 2U);
  ASSERT_EQ(listing->damages.size(), 1U);
  EXPECT_EQ(listing->damages.front().subject.name, "a/a/");
  EXPECT_EQ(listing->damages.front().detail, "a folder that lies in itself");
}

// Where folders have no number, or another each time, only their depth tells.
TEST(Listings, EndAtADepthThatNoProgramMakes) {
  std::uint64_t number = 0;
  for (const bool numbered : {false, true}) {
    const Endless tree([&](std::string_view) { return numbered ? io::FileIdentity{1, ++number} : io::FileIdentity{}; });
    const auto listing = list_everything(tree, 1, {});
    ASSERT_TRUE(listing.has_value());
    EXPECT_LE(listing->directories.back().size(), kMaxPath);
    ASSERT_EQ(listing->damages.size(), 1U);
    EXPECT_EQ(listing->damages.front().detail, "deeper than this program looks");
  }
}

}  // namespace
}  // namespace garde::formats::mirror
