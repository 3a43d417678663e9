#include "formats/residue.h"

#include <gtest/gtest.h>

namespace garde::formats {
namespace {

TEST(Residue, IsWhatSystemsAndOpenDocumentsLeave) {
  for (const auto* name : {"Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store", "~$courrier.docx", "._photo.jpg",
                           ".~lock.budget.ods#", "$RECYCLE.BIN", "System Volume Information", "Icon\r", ".Trash-1000"})
    EXPECT_TRUE(is_residue(name)) << name;
  for (const auto* name : {"", "thumbs.db.pdf", "patient.db", "~courrier.docx", ".htaccess", "icon.png", "desktop",
                           "archive.DS_Store.zip"})
    EXPECT_FALSE(is_residue(name)) << name;
}

TEST(Residue, IsAllThatLiesBelowIt) {
  EXPECT_TRUE(is_residue_path("photos/@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg"));
  EXPECT_TRUE(is_residue_path("photos/Thumbs.db"));
  EXPECT_FALSE(is_residue_path("photos/a.jpg"));
  EXPECT_FALSE(is_residue_path(""));
}

TEST(UnfinishedBackups, AreKnownByTheEndOfTheirName) {
  for (const auto* name : {"2026-11-29-021500.inprogress", "2026-11-29.inProgress", "2026-11-29.partial",
                           "nuit_partial", "2026-11-29.tmp"})
    EXPECT_TRUE(is_unfinished(name)) << name;
  for (const auto* name : {"2026-11-29", "partial-2026-11-29", "inprogress", ""})
    EXPECT_FALSE(is_unfinished(name)) << name;
}

}  // namespace
}  // namespace garde::formats
