#include "accounts/exports/backed_up_folder.h"

#include <vector>

#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

TEST(BackedUpFolders, HoldWhatLiesInThemAndBelow) {
  const std::vector<BackedUpFolder> folders = {{"/srv/dossiers", "NAS"},
                                               {"/home/martin/Documents/", "Disque du bureau"}};
  EXPECT_EQ(backed_up_by(folders, "/srv/dossiers/export.csv"), "NAS");
  EXPECT_EQ(backed_up_by(folders, "/home/martin/Documents/2026/export.csv"), "Disque du bureau");
  EXPECT_EQ(backed_up_by(folders, "/srv/dossiers"), "NAS");  // a source may be one file
  EXPECT_FALSE(backed_up_by(folders, "/srv/dossiers-anciens/export.csv"));
  EXPECT_FALSE(backed_up_by(folders, "/srv/export.csv"));
  EXPECT_FALSE(backed_up_by(folders, ""));
  EXPECT_EQ(backed_up_by(std::vector<BackedUpFolder>{{"/", "Tout"}}, "/export.csv"), "Tout");
  EXPECT_FALSE(backed_up_by(std::vector<BackedUpFolder>{{"", "Rien"}}, "/export.csv"));
}

}  // namespace
}  // namespace garde::accounts
