#include "accounts/exports/synced_folders.h"

#include <gtest/gtest.h>

#include "base/testing/source_directory.h"

namespace garde::accounts {
namespace {

SyncedFolders shipped() {
  content::Problems problems;
  auto folders = SyncedFolders::read(content::Files::from_directory(source_directory() / "content").take(), problems);
  EXPECT_TRUE(problems.empty());
  return folders;
}

TEST(SyncedFolders, AreKnownByTheNamesOfTheirPrograms) {
  const SyncedFolders folders = shipped();
  EXPECT_EQ(folders.service_of("/home/a/OneDrive/export.csv"), "OneDrive");
  EXPECT_EQ(folders.service_of("/home/a/OneDrive - Cabinet des Lilas/Documents/export.csv"), "OneDrive");
  EXPECT_EQ(folders.service_of("C:\\Users\\a\\Dropbox (Personnel)\\export.csv"), "Dropbox");
  EXPECT_EQ(folders.service_of("G:\\Mon Drive\\export.csv"), "Google Drive");
  EXPECT_EQ(folders.service_of("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/export.csv"), "iCloud Drive");
  EXPECT_EQ(folders.service_of("/home/a/Nextcloud/export.csv"), "Nextcloud");
}

TEST(SyncedFolders, AreNeverTheFileItselfNorALikeName) {
  const SyncedFolders folders = shipped();
  EXPECT_EQ(folders.service_of("/home/a/Dropbox"), std::nullopt);
  EXPECT_EQ(folders.service_of("/home/a/Boxes/export.csv"), std::nullopt);
  EXPECT_EQ(folders.service_of("/home/a/mes onedrives/export.csv"), std::nullopt);
  EXPECT_EQ(folders.service_of("/home/a/Downloads/export.csv"), std::nullopt);
  EXPECT_EQ(folders.service_of("export.csv"), std::nullopt);
  EXPECT_EQ(folders.service_of(""), std::nullopt);
}

}  // namespace
}  // namespace garde::accounts
