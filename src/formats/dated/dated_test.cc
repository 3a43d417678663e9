#include <gtest/gtest.h>

#include "formats/archives/testing/real_archives.h"
#include "formats/dated/reader.h"

namespace garde::formats::dated {
namespace {

using namespace archives::testing;

Instant at(std::string_view text) { return parse_instant(text).take(); }

class DatedFolders : public ::testing::Test {
 protected:
  DatedFolders() {
    put(tree, "2026-11-22/dossiers/dupont.txt", "un");
    put(tree, "2026-11-23/dossiers/dupont.txt", "deux");
    put(tree, "2026-11-23/agenda.ics", "trois");
    put(tree, "journal.log", "fini");
    put(tree, "en cours/dossiers/dupont.txt", "de");
    put(tree, "2026-11-24-021500.inprogress/dossiers/dupont.txt", "d");
  }
  io::MemoryTree tree;
};

TEST_F(DatedFolders, AreARestorePointEach) {
  const auto reader = open(tree, 1).take();
  const auto points = reader->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].id, "2026-11-22");
  EXPECT_EQ(points[1].time, at("2026-11-23T00:00:00Z"));
  EXPECT_EQ(listing_of(*reader, points[1]), "directory 0 dossiers\nfile 4 dossiers/dupont.txt\nfile 5 agenda.ics\n");
  EXPECT_EQ(content_of(*reader, points[0], "dossiers/dupont.txt"), "un");
  EXPECT_EQ(content_of(*reader, points[1], "dossiers/dupont.txt"), "deux");
}

TEST_F(DatedFolders, NameTheFileAndTheRestorePointThatRotted) {
  const auto reader = open(tree, 1).take();
  VerificationMemory memory;
  const Instant now = at("2026-11-24T08:00:00Z");
  EXPECT_TRUE(verify(*reader, {.now = now, .memory = &memory}).is_clean());
  tree.file("2026-11-23/dossiers/dupont.txt")[0] ^= std::byte{1};
  const Verdict verdict = verify(*reader, {.now = now, .memory = &memory});
  ASSERT_EQ(verdict.damages.size(), 1U) << verdict.told();
  EXPECT_EQ(verdict.damages[0].affected.paths, (std::vector<Affected::Path>{{"dossiers/dupont.txt", "2026-11-23"}}));
  EXPECT_EQ(verdict.damages[0].affected.restore_points, std::vector<std::string>{"2026-11-23"});
}

TEST(RotatingFolders, AreAsOldAsTheNewestInThem) {
  io::MemoryTree tree;
  put(tree, "lundi/a.txt", "x");
  put(tree, "mardi/a.txt", "x");
  tree.put_directory("mercredi");
  tree.set_modified("lundi/a.txt", at("2026-11-23T02:00:00Z"));
  tree.set_modified("mardi/a.txt", at("2026-11-17T02:00:00Z"));
  const auto reader = open(tree, 1).take();
  const auto points = reader->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].id, "mardi");
  EXPECT_EQ(points[1].time, at("2026-11-23T02:00:00Z"));
}

TEST(Folders, WithoutATimeInTheirNamesAreNotDated) {
  io::MemoryTree tree;
  put(tree, "dossiers/a.txt", "x");
  EXPECT_EQ(open(tree, 1).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::formats::dated
