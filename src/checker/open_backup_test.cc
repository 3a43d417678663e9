#include "checker/open_backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/restic/testing/real_repository.h"
#include "io/disk_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::checker {
namespace {

using formats::Kind;
using formats::restic::testing::RealRepository;

std::unique_ptr<io::MemoryTree> tree_of(std::initializer_list<std::string_view> files) {
  auto tree = std::make_unique<io::MemoryTree>();
  for (const std::string_view file : files) tree->put_file(file, std::vector<std::byte>(3, std::byte{'a'}));
  return tree;
}

std::unique_ptr<io::MemoryTree> borg() {
  auto tree = std::make_unique<io::MemoryTree>();
  constexpr std::string_view kConfig = "[repository]\nversion = 1\n";
  const auto config = std::as_bytes(std::span(kConfig));
  tree->put_file("config", {config.begin(), config.end()});
  tree->put_directory("data");
  return tree;
}

const RealRepository& repository() {
  static const auto made = [] {
    auto real = std::make_unique<RealRepository>(2);
    real->write("a.txt", "a");
    real->backup();
    return real;
  }();
  return *made;
}

TEST(RecognisedBackups, AreDescribedByWhatTheyAre) {
  const BackupKind mirror = recognise_backup(*tree_of({"Dossiers/dupont.pdf", "agenda.ics"})).value();
  EXPECT_EQ(mirror.kind, Kind::mirror);
  EXPECT_TRUE(mirror.one_version_only);
  EXPECT_EQ(mirror.encrypted, false);
  const BackupKind archives = recognise_backup(*tree_of({"a-2026-11-22.zip", "a-2026-11-23.zip"})).value();
  EXPECT_EQ(archives.kind, Kind::archives);
  EXPECT_EQ(archives.encrypted, std::nullopt) << "some are";
  EXPECT_FALSE(archives.needs_secret);
  const BackupKind restic = recognise_backup(*repository().tree()).value();
  EXPECT_EQ(restic.kind, Kind::restic);
  EXPECT_TRUE(restic.needs_secret);
  EXPECT_EQ(restic.encrypted, true);
  EXPECT_FALSE(recognise_backup(*borg()).value().is_read);
}

TEST(RecognisedBackups, AreNotEmptyFolders) {
  EXPECT_EQ(recognise_backup(io::MemoryTree()).error().kind, ErrorKind::not_found);
  io::MemoryTree folders;
  folders.put_directory("vide/aussi");
  const auto empty_folders = recognise_backup(folders);
  if (empty_folders) {
    EXPECT_EQ(empty_folders->kind, Kind::mirror) << "an archive of nothing, never one of something";
  }
}

TEST(OpenedBackups, HaveAReaderWhenTheirKindIsRead) {
  const auto tree = tree_of({"Dossiers/dupont.pdf", "agenda.ics"});
  const auto opened = open_backup(*tree, std::nullopt, {});
  ASSERT_TRUE(opened.has_value());
  ASSERT_NE(opened->reader, nullptr);
  EXPECT_EQ(opened->reader->restore_points([](const formats::Damage&) {})->size(), 1U);
  const auto unread = borg();
  const auto recognised = open_backup(*unread, std::nullopt, {});
  ASSERT_TRUE(recognised.has_value()) << "recognised is no error: nothing can be said of it";
  EXPECT_EQ(recognised->reader, nullptr);
}

TEST(OpenedBackups, AreWhatTheyWereAskedToBe) {
  const auto tree = tree_of({"lundi/a.txt", "mardi/a.txt"});
  EXPECT_EQ(open_backup(*tree, std::nullopt, {})->kind.kind, Kind::dated);
  EXPECT_EQ(open_backup(*tree, Kind::mirror, {})->kind.kind, Kind::mirror);
  EXPECT_EQ(open_backup(*tree, Kind::restic, RealRepository::password()).error().kind, ErrorKind::not_found);
}

TEST(OpenedBackups, AskForThePasswordThatTheyNeed) {
  const auto tree = repository().tree();
  EXPECT_EQ(open_backup(*tree, std::nullopt, {}).error().kind, ErrorKind::wrong_secret);
  EXPECT_EQ(open_backup(*tree, std::nullopt, crypto::SecretBytes::copy_of("autre")).error().kind,
            ErrorKind::wrong_secret);
  EXPECT_TRUE(open_backup(*tree, std::nullopt, RealRepository::password()).has_value());
}

TEST(Secrets, AreAskedForWhereOneMayBeNeeded) {
  for (const Kind kind : {Kind::restic, Kind::archives}) EXPECT_TRUE(may_need_secret(kind));
  for (const Kind kind : {Kind::dated, Kind::mirror, Kind::borg}) EXPECT_FALSE(may_need_secret(kind));
  EXPECT_TRUE(may_need_secret(std::nullopt)) << "its names do not tell";
}

}  // namespace
}  // namespace garde::checker
