#include <gtest/gtest.h>

#include "formats/archives/member_path.h"
#include "formats/archives/stored_archives.h"
#include "formats/archives/testing/real_archives.h"

namespace garde::formats::archives {
namespace {

using namespace testing;

std::vector<std::string> points_of(std::initializer_list<std::string_view> files) {
  io::MemoryTree tree;
  for (const std::string_view file : files) put(tree, file, "x");
  std::vector<std::string> points;
  for (const ArchiveGroup& group : list_archives(tree, [](const Damage&) {}).take().groups)
    points.push_back(to_iso(utc_day_of(group.point.time)) + " " + group.point.id);
  return points;
}

TEST(RestorePoints, AreOneForEachArchiveOfASeries) {
  EXPECT_EQ(points_of({"base-2026-11-23.zip", "base-2026-11-22.zip", "journal.log"}),
            (std::vector<std::string>{"2026-11-22 base-2026-11-22.zip", "2026-11-23 base-2026-11-23.zip"}));
}

TEST(RestorePoints, HoldTheArchivesThatOneNightMadeOfSeveralDatabases) {
  EXPECT_EQ(points_of({"agenda_20261123_0200.sql.gz", "dossiers_20261123_0207.sql.gz", "agenda_20261124_0200.sql.gz",
                       "dossiers_20261124_0207.sql.gz"}),
            (std::vector<std::string>{"2026-11-23 agenda_20261123_0200.sql.gz + dossiers_20261123_0207.sql.gz",
                                      "2026-11-24 agenda_20261124_0200.sql.gz + dossiers_20261124_0207.sql.gz"}));
}

TEST(RestorePoints, OfEveryHourStayApart) {
  EXPECT_EQ(points_of({"base_20261123_0200.zip", "base_20261123_0300.zip", "base_20261123_0400.zip"}).size(), 3U);
}

TEST(RestorePoints, TakeTheirTimeFromTheFolderToo) {
  EXPECT_EQ(points_of({"2026-11-22/base.zip", "2026-11-23/base.zip", "2026-11-23/agenda.zip"}),
            (std::vector<std::string>{"2026-11-22 2026-11-22/base.zip",
                                      "2026-11-23 2026-11-23/agenda.zip + 2026-11-23/base.zip"}));
}

TEST(RestorePoints, OfSeveralSeriesKeepTheirFilesApart) {
  const RealArchives real;
  real.write("a.txt", "1");
  real.run("zip -q $OUT/dossiers-2026-11-23.zip a.txt; zip -q $OUT/agenda-2026-11-23.zip a.txt");
  const auto tree = real.tree();
  const auto reader = open(*tree, nullptr, 1).take();
  const auto points = reader->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(listing_of(*reader, points[0]),
            "directory 0 agenda\ndirectory 0 dossiers\nfile 1 agenda/a.txt\nfile 1 dossiers/a.txt\n");
  EXPECT_EQ(content_of(*reader, points[0], "dossiers/a.txt"), "1");
}

TEST(MemberPaths, StayBelowTheirRoot) {
  EXPECT_EQ(member_path("./a//b/")->path, "a/b");
  EXPECT_TRUE(member_path("/etc/passwd")->was_absolute);
  EXPECT_EQ(member_path("C:/Windows/x")->path, "Windows/x");
  EXPECT_FALSE(member_path("a/../../b"));
  EXPECT_FALSE(member_path(std::string_view("a\0b", 3)));
  EXPECT_TRUE(member_path(std::string(kMaxMemberPath, 'a')));
  EXPECT_FALSE(member_path(std::string(kMaxMemberPath + 1, 'a')));
  EXPECT_FALSE(leads_out("a/b/lien", "../c"));
  EXPECT_TRUE(leads_out("a/lien", "../../c"));
  EXPECT_TRUE(leads_out("lien", "/etc"));
}

TEST(Archives, ThatAreEmptyFilesAreFoundByTheirListing) {
  io::MemoryTree tree;
  tree.put_file("a-2026-11-23.zip", {});
  const Verdict verdict = verify(tree, nullptr, {.level = Level::listing});
  EXPECT_TRUE(verdict.is_found());
  EXPECT_EQ(verdict.damages.front().subject.name, "a-2026-11-23.zip");
}

TEST(Archives, AreRememberedAndForgottenWhenDamaged) {
  const RealArchives real;
  real.write("a.txt", letter(2'000));
  real.run("zip -q $OUT/a-2026-11-22.zip a.txt; zip -q $OUT/a-2026-11-23.zip a.txt");
  const auto tree = real.tree();
  VerificationMemory memory;
  const Instant now{std::chrono::days{20'780}};
  verify(*tree, nullptr, {.now = now, .memory = &memory});
  EXPECT_EQ(memory.size(), 2U);
  const Verdict again = verify(*tree, nullptr, {.scope = Rotation{0.0}, .now = now, .memory = &memory});
  EXPECT_EQ(again.coverage->units_verified, 0U) << again.told();
  tree->file("a-2026-11-23.zip")[100] ^= std::byte{1};
  EXPECT_TRUE(verify(*tree, nullptr, {.now = now, .memory = &memory}).is_found());
  EXPECT_EQ(memory.size(), 1U);
}

TEST(Archives, StopWhenAsked) {
  const RealArchives real;
  real.write("a.txt", letter(2'000));
  real.run("zip -q $OUT/a.zip a.txt; tar cf $OUT/b.tar a.txt");
  const auto tree = real.tree();
  const Verdict spent = verify(*tree, nullptr, {.spent = [] { return true; }});
  EXPECT_EQ(spent.coverage->ending, Ending::spent);
  EXPECT_EQ(spent.coverage->units_verified, 0U);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(verify(*tree, nullptr, {.stop = source.get_token()}).coverage->ending, Ending::stopped);
}

}  // namespace
}  // namespace garde::formats::archives
