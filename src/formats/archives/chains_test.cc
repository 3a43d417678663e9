// Full archives and what changed since, as Cobian names them and as GNU tar writes them.
#include "formats/archives/chains.h"

#include <gtest/gtest.h>

#include "formats/archives/testing/real_archives.h"

namespace garde::formats::archives {
namespace {

using namespace testing;

TEST(ChainNames, AreTakenFromAWordOfTheirOwn) {
  const auto is = [](std::string_view name, Share share, std::string_view series) {
    const ChainName told = chain_name(name);
    EXPECT_EQ(told.share, share) << name;
    EXPECT_EQ(told.series, series) << name;
  };
  is("Cabinet (Complet).zip", Share::whole, "Cabinet.zip");
  is("Cabinet (Diff\u00e9rentiel).zip", Share::differential, "Cabinet.zip");
  is("Cabinet (Diffe\u0301rentiel).zip", Share::differential, "Cabinet.zip");
  is("Cabinet (Diff\xe9rentiel).zip", Share::differential, "Cabinet.zip");
  is("cabinet-incr.7z", Share::incremental, "cabinet.7z");
  is("cabinet_FULL.tar.gz", Share::whole, "cabinet.tar.gz");
  is("incremental_cabinet.zip", Share::incremental, "cabinet.zip");
  is("Cabinet Dupont.zip", Share::whole, "Cabinet Dupont.zip");
  is("differents-dossiers.zip", Share::whole, "differents-dossiers.zip");
  is("incremental/cabinet.zip", Share::whole, "incremental/cabinet.zip");
}

StoredArchive stored(std::string series, int day) {
  StoredArchive archive;
  archive.path = fmt::format("{} {}", series, day);
  archive.series = std::move(series);
  archive.time = Instant{} + Days{day};
  return archive;
}

TEST(Chains, GoBackToTheFullArchive) {
  std::vector<StoredArchive> all = {stored("a (full).zip", 0), stored("b.zip", 1),        stored("a (incr).zip", 2),
                                    stored("a (incr).zip", 3), stored("a (diff).zip", 4), stored("a (incr).zip", 5),
                                    stored("a (full).zip", 6), stored("a (diff).zip", 7)};
  tell_chains(all);
  const auto bases = [&](std::size_t number) { return bases_of(all, number).archives; };
  EXPECT_EQ(bases(0), std::vector<std::size_t>());
  EXPECT_EQ(bases(3), (std::vector<std::size_t>{2, 0}));
  EXPECT_EQ(bases(4), (std::vector<std::size_t>{0}));
  EXPECT_EQ(bases(5), (std::vector<std::size_t>{4, 0}));
  EXPECT_EQ(bases(7), (std::vector<std::size_t>{6}));
  EXPECT_TRUE(bases_of(all, 7).is_complete);
}

TEST(Chains, AreNotMadeOfAWordThatMayMeanSomethingElse) {
  std::vector<StoredArchive> all = {stored("cabinet-inc.zip", 0), stored("cabinet-inc.zip", 1)};
  tell_chains(all);
  EXPECT_EQ(all[1].share, Share::whole);
  EXPECT_EQ(all[1].series, "cabinet-inc.zip");
  std::vector<StoredArchive> plain = {stored("cabinet-incremental.zip", 0)};
  tell_chains(plain);
  EXPECT_EQ(plain[0].share, Share::incremental);
  EXPECT_FALSE(bases_of(plain, 0).is_complete) << "its full archive is gone";
}

TEST(Chains, AreOneRestorePointWithTheirFullArchive) {
  const RealArchives real;
  real.write("a.txt", letter(900, 1));
  real.write("dossier/b.txt", letter(700, 2));
  real.run("zip -qr \"$OUT/Cabinet 2026-11-22 (Complet).zip\" .");
  real.write("a.txt", letter(800, 3));
  real.run("zip -q \"$OUT/Cabinet 2026-11-23 (Différentiel).zip\" a.txt");
  const auto tree = real.tree();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  const auto points = reader->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(listing_of(*reader, points[1]), "directory 0 dossier\nfile 700 dossier/b.txt\nfile 800 a.txt\n");
  EXPECT_EQ(content_of(*reader, points[1], "a.txt"), letter(800, 3));
  EXPECT_EQ(content_of(*reader, points[1], "dossier/b.txt"), letter(700, 2));
  EXPECT_EQ(content_of(*reader, points[0], "a.txt"), letter(900, 1));
  io::MemoryTree live;
  put(live, "b", letter(700, 2));
  EXPECT_EQ(reader->compare(points[1], "dossier/b.txt", *live.open("b", io::Access::sequential).take()).take(),
            Comparison::same);
  EXPECT_TRUE(verify(*reader).is_clean()) << verify(*reader).told();
  EXPECT_EQ(verify(*reader).coverage->units_total, 2U);
}

TEST(Chains, WithoutTheirFullArchiveAreNotListedWhole) {
  const RealArchives real;
  real.write("a.txt", letter(900, 1));
  real.run("zip -q \"$OUT/Cabinet 2026-11-23 (Différentiel).zip\" a.txt");
  const auto tree = real.tree();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  EXPECT_EQ(listing_of(*reader, reader->restore_points([](const Damage&) {}).take().front()),
            "damage: the archive that it goes on from is not here\nfile 900 a.txt\n");
}

// Level 1 holds what changed, and the names of what did not.
TEST(IncrementalTars, AreOneRestorePointWithTheirLevelZero) {
  const RealArchives real;
  real.write("a.txt", letter(900, 1));
  real.write("dossier/b.txt", letter(700, 2));
  real.write("dossier/efface.txt", letter(600, 4));
  real.run(
      "touch -d '2026-11-20' a.txt dossier/b.txt dossier/efface.txt; "
      "tar --listed-incremental=../s -czf $OUT/cabinet_2026-11-21.tar.gz .");
  real.write("a.txt", letter(800, 3));
  real.run("rm dossier/efface.txt; tar --listed-incremental=../s -czf $OUT/cabinet_2026-11-22.tar.gz .");
  real.run("tar --listed-incremental=../s -czf $OUT/cabinet_2026-11-23.tar.gz .");
  const auto tree = real.tree();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  const auto points = reader->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 3U);
  for (const std::size_t point : {1U, 2U}) {
    EXPECT_EQ(listing_of(*reader, points[point]), "directory 0 dossier\nfile 700 dossier/b.txt\nfile 800 a.txt\n");
    EXPECT_EQ(content_of(*reader, points[point], "a.txt"), letter(800, 3));
    EXPECT_EQ(content_of(*reader, points[point], "dossier/b.txt"), letter(700, 2));
  }
  EXPECT_EQ(content_of(*reader, points[0], "dossier/efface.txt"), letter(600, 4));
  tree->remove("cabinet_2026-11-21.tar.gz");
  const auto cut = archives::open(*tree, nullptr, 1).take();
  EXPECT_NE(listing_of(*cut, cut->restore_points([](const Damage&) {}).take().back()).find("goes on from is not here"),
            std::string::npos);
}

}  // namespace
}  // namespace garde::formats::archives
