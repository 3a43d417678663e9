// Live folders beside copies of them: on a real disk, for the times and the names are its own.
#include "checker/compare_sources.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/mirror/reader.h"
#include "io/disk_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::checker {
namespace {

namespace fs = std::filesystem;
using backups::DataSetId;
using backups::Outcome;
using backups::Source;
using backups::SourceKind;
using backups::SourceTrouble;
using testing::ElementsAre;
using testing::IsEmpty;

const DataSetId kRecords = DataSetId::of("patient-records");
const DataSetId kAgenda = DataSetId::of("agenda");

CopiedFiles copies_of(std::initializer_list<std::string_view> paths, ByteCount size = 3_B) {
  CopiedFiles copies;
  for (const std::string_view path : paths) copies.emplace(path, CopiedFile{size, {}, {}});
  return copies;
}

TEST(RootInCopy, IsTheLongestEndOfThePathThatHoldsTheFiles) {
  const std::vector<std::string> live = {"a.txt", "2026/b.txt"};
  EXPECT_EQ(root_in_copy(copies_of({"srv/dossiers/a.txt", "srv/dossiers/2026/b.txt"}), "/srv/dossiers", live),
            "srv/dossiers");
  EXPECT_EQ(root_in_copy(copies_of({"dossiers/a.txt", "autre/a.txt"}), "/srv/dossiers", live), "dossiers");
  EXPECT_EQ(root_in_copy(copies_of({"a.txt", "2026/b.txt"}), "/srv/dossiers", live), "") << "the content alone";
}

TEST(RootInCopy, IsNowhereWithoutOneFileInCommon) {
  EXPECT_EQ(root_in_copy(copies_of({"srv/dossiers/z.txt"}), "/srv/dossiers", {"a.txt"}), std::nullopt);
  EXPECT_EQ(root_in_copy(copies_of({"srv/dossiers/a.txt"}), "/srv/dossiers", {}), std::nullopt);
  EXPECT_EQ(root_in_copy({}, "/srv/dossiers", {"a.txt"}), std::nullopt);
}

// An older copy of some of it lies higher up, or deeper down.
TEST(RootInCopy, IsWhereMostOfTheFilesAre) {
  const std::vector<std::string> live = {"a.txt", "b.txt", "c.txt"};
  const auto copies = copies_of({"srv/dossiers/a.txt", "dossiers/a.txt", "dossiers/b.txt", "dossiers/c.txt"});
  EXPECT_EQ(root_in_copy(copies, "/srv/dossiers", live), "dossiers");
}

TEST(RootInCopy, TakesAPathAsItComes) {
  EXPECT_EQ(root_in_copy(copies_of({"srv/a.txt"}), "//srv", {"a.txt"}), "srv");
  EXPECT_EQ(root_in_copy(copies_of({"a.txt"}), "/", {"a.txt"}), "");
  EXPECT_EQ(root_in_copy(copies_of({"srv/d\xc3\xa9j\xc3\xa0/a.txt"}), "/srv/d\xc3\xa9j\xc3\xa0", {"a.txt"}),
            "srv/d\xc3\xa9j\xc3\xa0");
}

TEST(RootsInCopy, OfADatabaseAreTheDumpsThatCarryItsName) {
  auto copies =
      copies_of({"dumps/Cabinet-2026-11-22.sql", "dumps/cabinet.dump", "dumps/autre.sql", "cabinet/lisez.txt"});
  copies.emplace("dumps/cabinet-empty.sql", CopiedFile{});
  EXPECT_THAT(roots_in_copy(copies, {SourceKind::database, "cabinet"}),
              ElementsAre("dumps/Cabinet-2026-11-22.sql", "dumps/cabinet.dump"));
}

// The computer was lost: only the path says where its files were.
TEST(RootsInCopy, OfALostFolderAreThoseOfItsPath) {
  const auto copies = copies_of({"srv/dossiers/a.txt"});
  EXPECT_THAT(roots_in_copy(copies, {SourceKind::folder, "/nowhere/srv/dossiers"}), ElementsAre("srv/dossiers"));
  EXPECT_THAT(roots_in_copy(copies, {SourceKind::folder, "/nowhere/srv/dossier"}), IsEmpty());
  EXPECT_THAT(roots_in_copy(copies, {SourceKind::file, "/nowhere/dossiers/a.txt"}), IsEmpty());
  EXPECT_THAT(roots_in_copy(copies_of({"dossiers/base.db"}), {SourceKind::file, "/nowhere/dossiers/base.db"}),
              ElementsAre("dossiers/base.db"));
}

// "dossiers-2025/…" stands before "dossiers/…" in the order of bytes.
TEST(RootsInCopy, OfALostFolderAreFoundBesideOnesOfLikeNames) {
  const auto copies = copies_of({"srv/dossiers 2024/a.txt", "srv/dossiers-2025/a.txt", "srv/dossiers.bak/a.txt",
                                 "srv/dossiers/a.txt", "srv/dossiers0/a.txt"});
  EXPECT_THAT(roots_in_copy(copies, {SourceKind::folder, "/nowhere/srv/dossiers"}), ElementsAre("srv/dossiers"));
  EXPECT_THAT(roots_in_copy(copies_of({"srv/dossiers-2025/a.txt"}), {SourceKind::folder, "/nowhere/srv/dossiers"}),
              IsEmpty());
}

class ComparedFolders : public testing::Test {
 protected:
  void live(std::string_view name, std::string_view content) const { write("live/", name, content, -Days{3}); }
  void copy(std::string_view name, std::string_view content) const { write("copy/", name, content, -Days{3}); }
  // Both, alike.
  void both(std::string_view name, std::string_view content) const {
    live(name, content);
    copy(name, content);
  }
  void touch(const std::string& name, Days since) const {
    fs::last_write_time(folder_ / name, fs::file_time_type::clock::now() + since);
  }
  LiveSource folder(std::string_view name, const DataSetId& data_set = kRecords) const {
    return {data_set, {SourceKind::folder, (folder_ / ("live/" + std::string(name))).string()}};
  }

  // Against the copy as a restore point of now.
  Result<ComparedSources> try_to_compare(const std::vector<LiveSource>& sources, const std::stop_token& stop = {}) {
    fs::create_directories(folder_ / "copy");
    tree_ = io::DiskTree::open((folder_ / "copy").string()).take();
    reader_ = formats::mirror::open(*tree_, 1);
    formats::RestorePoint point;
    point.time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) - Days{1};
    return compare_sources(*reader_, point, sources, {limit_, Days{15}, point.time + Days{1}, stop});
  }
  ComparedSources compare(const std::vector<LiveSource>& sources) { return try_to_compare(sources).take(); }
  // "missing a.txt", by the names in the live folder.
  std::vector<std::string> others(const ComparedSources& compared) const {
    constexpr std::array kWords = {"same", "newer", "missing", "different", "unreadable"};
    std::vector<std::string> all;
    for (const backups::LiveFile& file : compared.comparison.others)
      all.push_back(std::string(kWords.at(static_cast<std::size_t>(file.copy))) + " " +
                    fs::path(file.path).lexically_relative(fs::canonical(folder_ / "live")).string());
    std::ranges::sort(all);
    return all;
  }

  io::testing::TemporaryFolder folder_;
  ByteCount limit_ = 1_GiB;

 private:
  void write(std::string_view where, std::string_view name, std::string_view content, Days since) const {
    const std::string path = std::string(where) + std::string(name);
    folder_.write(path, content);
    touch(path, since);
  }
  std::unique_ptr<io::DiskTree> tree_;
  std::unique_ptr<formats::ArchiveReader> reader_;
};

TEST_F(ComparedFolders, AreCompleteWhenEveryFileIsThere) {
  both("dossiers/a.txt", "a");
  both("dossiers/2026/b.txt", "bb");
  copy("dossiers/efface.txt", "deleted since");
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), IsEmpty());
  EXPECT_EQ(compared.comparison.files_same, 2U);
  EXPECT_EQ(compared.comparison.bytes_same, 3_B);
  EXPECT_THAT(compared.roots, ElementsAre(ElementsAre("dossiers")));
  ASSERT_EQ(compared.data_sets.size(), 1U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
  EXPECT_EQ(compared.data_sets[0].files, 3U) << "of the restore point";
  EXPECT_THAT(compared.findings, IsEmpty());
}

TEST_F(ComparedFolders, NameWhatIsMissingAndWhatDiffersInOneByte) {
  both("dossiers/a.txt", "aaaa");
  copy("dossiers/a.txt", "aaab");
  live("dossiers/b.txt", "b");
  both("dossiers/c.txt", "c");
  live("dossiers/c.txt", "longer");
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared),
              ElementsAre("different dossiers/a.txt", "different dossiers/c.txt", "missing dossiers/b.txt"));
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::failed);
}

TEST_F(ComparedFolders, PassOverWhatChangedSinceTheRestorePoint) {
  both("dossiers/a.txt", "a");
  live("dossiers/a.txt", "changed today");
  touch("live/dossiers/a.txt", Days{0});
  both("dossiers/b.txt", "b");
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), IsEmpty());
  EXPECT_EQ(compared.comparison.files_newer, 1U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
}

TEST_F(ComparedFolders, SayWhenASourceIsNotThereOrEmpty) {
  both("dossiers/a.txt", "a");
  fs::create_directories(folder_ / "live/vide/aussi");
  const auto compared = compare({folder("dossiers"), folder("vide", kAgenda), folder("nulle-part", kAgenda)});
  ASSERT_EQ(compared.findings.size(), 2U);
  EXPECT_EQ(compared.findings[0].trouble, SourceTrouble::empty);
  EXPECT_EQ(compared.findings[1].trouble, SourceTrouble::not_there);
  EXPECT_EQ(compared.findings[1].source, (folder_ / "live/nulle-part").string());
  ASSERT_EQ(compared.data_sets.size(), 2U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
  EXPECT_EQ(compared.data_sets[1].complete, Outcome::not_established);
  EXPECT_THAT(compared.roots, ElementsAre(ElementsAre("dossiers"), IsEmpty(), IsEmpty()));
}

TEST_F(ComparedFolders, OfOneDataSetAreAsCompleteAsTheirWorst) {
  both("un/a.txt", "a");
  live("deux/b.txt", "b");
  const auto compared = compare({folder("un"), folder("deux")});
  ASSERT_EQ(compared.data_sets.size(), 1U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::failed);
}

TEST_F(ComparedFolders, BeyondTheLimitAreHeldToTheirSizeAndTime) {
  both("dossiers/a.txt", "aaaa");
  both("dossiers/b.txt", "bbbb");
  const auto time = fs::last_write_time(folder_ / "live/dossiers/a.txt");
  for (const std::string name : {"live/dossiers/a.txt", "copy/dossiers/a.txt", "live/dossiers/b.txt"})
    fs::last_write_time(folder_ / name, time);
  fs::last_write_time(folder_ / "copy/dossiers/b.txt", time - std::chrono::hours{1});
  limit_ = 3_B;
  EXPECT_THAT(others(compare({folder("dossiers")})), ElementsAre("unreadable dossiers/b.txt"));
}

TEST_F(ComparedFolders, MayBeOneFile) {
  both("base/dossiers.db", "base");
  both("base/autre.db", "autre");
  const LiveSource file{kRecords, {SourceKind::file, (folder_ / "live/base/dossiers.db").string()}};
  const auto compared = compare({file});
  EXPECT_THAT(others(compared), IsEmpty());
  EXPECT_THAT(compared.roots, ElementsAre(ElementsAre("base/dossiers.db")));
  EXPECT_EQ(compared.data_sets[0].files, 1U);
  copy("base/dossiers.db", "BASE");
  EXPECT_THAT(others(compare({file})), ElementsAre("different base/dossiers.db"));
}

TEST_F(ComparedFolders, MayBeADatabaseThatItsDumpsStandFor) {
  copy("dumps/Cabinet-lundi.sql", "-- a dump");
  copy("dumps/cabinet-mardi.sql", "-- another");
  const LiveSource there{kRecords, {SourceKind::database, "cabinet"}};
  const LiveSource absent{kAgenda, {SourceKind::database, "agenda"}};
  const auto compared = compare({there, absent});
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
  EXPECT_EQ(compared.data_sets[0].files, 2U);
  EXPECT_EQ(compared.data_sets[1].complete, Outcome::failed);
  EXPECT_THAT(compared.roots[0], ElementsAre("dumps/Cabinet-lundi.sql", "dumps/cabinet-mardi.sql"));
}

// A practice on holiday rests whole; one of two folders that rests while the other moves is perhaps not in use.
TEST_F(ComparedFolders, AreStaleBesideOnesThatMove) {
  both("ancien/a.txt", "a");
  both("actuel/b.txt", "b");
  touch("live/ancien/a.txt", -Days{40});
  touch("live/actuel/b.txt", -Days{20});
  EXPECT_THAT(compare({folder("ancien"), folder("actuel")}).findings,
              ElementsAre(testing::Field(&backups::SourceFinding::trouble, SourceTrouble::stale)));
  touch("live/actuel/b.txt", -Days{38});
  EXPECT_THAT(compare({folder("ancien"), folder("actuel")}).findings, IsEmpty());
  EXPECT_THAT(compare({folder("ancien")}).findings, testing::SizeIs(1)) << "alone, beside today";
}

TEST_F(ComparedFolders, CanBeStopped) {
  both("dossiers/a.txt", "a");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(try_to_compare({folder("dossiers")}, stop.get_token()).error().kind, ErrorKind::cancelled);
}

class Hits : public testing::Test {
 protected:
  Hits() {
    sources_ = {{kRecords, {SourceKind::folder, "/srv/dossiers"}},
                {kAgenda, {SourceKind::folder, "/srv/agenda"}},
                {std::nullopt, {SourceKind::folder, "/srv/autre"}}};
    compared_.roots = {{"srv/dossiers"}, {"srv/agenda"}, {"srv/autre"}};
    compared_.data_sets = {{.data_set = kRecords}, {.data_set = kAgenda}};
  }
  // Whether the records and the agenda are hit.
  std::pair<bool, bool> hit_by(std::vector<std::string> paths, std::uint64_t path_count = 0,
                               formats::Consequence consequence = formats::Consequence::loss) {
    for (auto& data_set : compared_.data_sets) data_set.hit_by_damage = false;
    formats::Damage damage;
    damage.consequence = consequence;
    for (std::string& path : paths) damage.affected.paths.push_back({std::move(path), "p"});
    damage.affected.path_count = std::max<std::uint64_t>(path_count, damage.affected.paths.size());
    mark_hit(compared_, sources_, {damage});
    return {compared_.data_sets[0].hit_by_damage, compared_.data_sets[1].hit_by_damage};
  }
  static constexpr std::pair kNone{false, false};
  static constexpr std::pair kRecordsOnly{true, false};
  static constexpr std::pair kBoth{true, true};

  std::vector<LiveSource> sources_;
  ComparedSources compared_;
};

TEST_F(Hits, AreThoseOfTheDataSetBelowWhoseRootTheFileLies) {
  EXPECT_EQ(hit_by({"srv/dossiers/2026/a.txt"}), kRecordsOnly);
  EXPECT_EQ(hit_by({"srv/dossiers"}), kRecordsOnly) << "a source that is one file";
  EXPECT_EQ(hit_by({"srv/dossiers/"}), kRecordsOnly) << "the listing of the folder itself";
  EXPECT_EQ(hit_by({"srv/"}), kBoth) << "the listing of one above";
  EXPECT_EQ(hit_by({"srv/autre/a.txt"}), kNone);
  EXPECT_EQ(hit_by({"srv/dossiers-2025/a.txt"}), kNone);
  EXPECT_EQ(hit_by({"srv/autre/a.txt", "srv/agenda/b.ics", "srv/dossiers/a.txt"}), kBoth);
}

TEST_F(Hits, MayBeAnyOfADamageThatDoesNotNameAllItHits) {
  EXPECT_EQ(hit_by({}), kBoth);
  EXPECT_EQ(hit_by({"srv/autre/a.txt"}, 51), kBoth) << "fifty-one files, one of which is listed";
  EXPECT_EQ(hit_by({"srv/autre/a.txt"}, 1), kNone);
}

TEST_F(Hits, AreNoneOfWhatCanStillBeRestored) {
  EXPECT_EQ(hit_by({"srv/dossiers/a.txt"}, 1, formats::Consequence::decay), kNone);
  EXPECT_EQ(hit_by({}, 0, formats::Consequence::untidy), kNone);
}

TEST_F(Hits, OfADatabaseAreThoseOfEachOfItsDumps) {
  sources_[0].source = {SourceKind::database, "cabinet"};
  compared_.roots[0] = {"dumps/cabinet-lundi.sql", "dumps/cabinet-mardi.sql"};
  EXPECT_EQ(hit_by({"dumps/cabinet-lundi.sql"}), kRecordsOnly);
  EXPECT_EQ(hit_by({"dumps/cabinet-mardi.sql"}), kRecordsOnly);
  EXPECT_EQ(hit_by({"dumps/autre.sql"}), kNone);
}

TEST_F(Hits, AreNoneOfASourceThatIsNotInTheCopy) {
  compared_.roots[0] = {};
  EXPECT_EQ(hit_by({"srv/dossiers/a.txt"}), kNone) << "it is missing, which is said already";
}

}  // namespace
}  // namespace garde::checker
