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

std::vector<std::string> roots_in_copy(const CopiedFiles& copies, const Source& source) {
  return checker::roots_in_copy(CopyIndex(copies), source);
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

// A reader that cannot list one of its folders, as a mirror on a dying disk.
class HalfClosed final : public formats::ArchiveReader {
 public:
  explicit HalfClosed(std::unique_ptr<formats::ArchiveReader> whole) : whole_(std::move(whole)) {}
  Result<std::vector<formats::RestorePoint>> restore_points(const formats::OnDamage& on_damage) const override {
    return whole_->restore_points(on_damage);
  }
  Result<void> list(const formats::RestorePoint& point, const formats::OnNode& on_node,
                    const formats::OnDamage& on_damage) const override {
    formats::Damage damage;
    damage.consequence = formats::Consequence::loss;
    damage.affected.paths = {{"dossiers/clos/", point.id}};
    damage.affected.path_count = 1;
    on_damage(damage);
    return whole_->list(
        point,
        [&](const formats::Node& node) -> Result<void> {
          return is_at_or_below(node.path, "dossiers/clos") ? Result<void>() : on_node(node);
        },
        on_damage);
  }
  Result<void> read(const formats::RestorePoint& point, std::string_view path,
                    const formats::OnContent& on_content) const override {
    return whole_->read(point, path, on_content);
  }
  Result<formats::Comparison> compare(const formats::RestorePoint& point, std::string_view path,
                                      const io::File& live) const override {
    return whole_->compare(point, path, live);
  }
  Result<formats::Coverage> verify(const formats::VerifyRequest& request,
                                   const formats::OnDamage& on_damage) const override {
    return whole_->verify(request, on_damage);
  }

 private:
  std::unique_ptr<formats::ArchiveReader> whole_;
};

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

  // Against the copy as a restore point made behind all that was written here, or before.
  Result<ComparedSources> try_to_compare(const std::vector<LiveSource>& sources, const std::stop_token& stop = {}) {
    fs::create_directories(folder_ / "copy");
    tree_ = io::DiskTree::open((folder_ / "copy").string()).take();
    reader_ = formats::mirror::open(*tree_, 1);
    if (closed_) reader_ = std::make_unique<HalfClosed>(std::move(reader_));
    formats::RestorePoint point;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    point.time = now + point_since_;
    const std::array newest = {&std::as_const(point)};
    return compare_sources(*reader_, newest, sources, {limit_, Days{15}, now + Days{1}, stop});
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
  bool closed_ = false;
  std::chrono::hours point_since_{1};

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
  touch("live/dossiers/a.txt", Days{1});
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
  both("deux/a.txt", "aa");
  live("deux/b.txt", "bbb");
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
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), ElementsAre("unreadable dossiers/b.txt"));
  EXPECT_EQ(compared.comparison.files_same, 0U) << "size and time are no content";
  EXPECT_EQ(compared.comparison.files_undrawn, 1U);
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
  copy("dumps/Cabinet-lundi.sql", "-- MariaDB dump 10.19\nCREATE TABLE `p` (`id` int);\n");
  copy("dumps/cabinet-mardi.sql", "-- another");
  const LiveSource there{kRecords, {SourceKind::database, "cabinet"}};
  const auto compared = compare({there});
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
  EXPECT_EQ(compared.data_sets[0].files, 2U);
  EXPECT_THAT(compared.roots[0], ElementsAre("dumps/Cabinet-lundi.sql", "dumps/cabinet-mardi.sql"));
}

TEST_F(ComparedFolders, OfADatabaseAreNotFoundByANameAlone) {
  copy("dumps/cabinet.txt", "how to dump the database");
  const auto named = compare({{kRecords, {SourceKind::database, "cabinet"}}});
  EXPECT_EQ(named.data_sets[0].complete, Outcome::not_established);
  const auto absent = compare({{kAgenda, {SourceKind::database, "agenda"}}});
  EXPECT_EQ(absent.data_sets[0].complete, Outcome::failed) << "no dump of any name";
  copy("dumps/serveur.sql", "-- MariaDB dump 10.19\n");
  const auto may_be = compare({{kAgenda, {SourceKind::database, "agenda"}}});
  EXPECT_EQ(may_be.data_sets[0].complete, Outcome::not_established) << "the dump of the whole server may hold it";
}

// A mirror of macOS, a copy to a disk that keeps no case.
TEST_F(ComparedFolders, AreFoundUnderNamesThatAPersonTakesForTheSame) {
  live("dossiers/\u00c9lodie.txt", "une lettre");
  copy("DOSSIERS/E\u0301LODIE.TXT", "une lettre");
  live("dossiers/b.txt", "deux");
  copy("DOSSIERS/B.TXT", "DEUX");
  EXPECT_THAT(others(compare({folder("dossiers")})), ElementsAre("different dossiers/b.txt"));
}

TEST_F(ComparedFolders, AreFoundByContentUnderAnyName) {
  both("dossiers/a.txt", "a");
  live("dossiers/rang\u00e9 autrement.txt", "une lettre que personne n'a deux fois");
  copy("dossiers/avant/nom.txt", "une lettre que personne n'a deux fois");
  EXPECT_THAT(others(compare({folder("dossiers")})), IsEmpty());
}

// Another computer's backup, or names that say nothing: who found none of them cannot call them absent.
TEST_F(ComparedFolders, OfWhichNothingIsFoundAreNotSaidToBeAbsent) {
  live("dossiers/a.txt", "a");
  live("dossiers/b.txt", "bb");
  copy("tout/autre.txt", "chose");
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), IsEmpty());
  EXPECT_EQ(compared.comparison.files_unreadable, 2U);
  ASSERT_EQ(compared.findings.size(), 1U);
  EXPECT_EQ(compared.findings[0].trouble, SourceTrouble::not_located);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::not_established);
}

TEST_F(ComparedFolders, PassOverWhatSystemsLeave) {
  both("dossiers/a.txt", "a");
  live("dossiers/Thumbs.db", "x");
  live("dossiers/desktop.ini", "x");
  live("dossiers/~$lettre.docx", "x");
  live("dossiers/.Trash-1000/vieux.txt", "x");
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), IsEmpty());
  EXPECT_EQ(compared.comparison.files, 1U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::passed);
}

// A wrong clock of a camera, or somebody who sets dates, must not excuse a file from being compared.
TEST_F(ComparedFolders, AreNotExcusedByADateOfTheFuture) {
  both("dossiers/a.txt", "aaaa");
  both("dossiers/b.txt", "bbbb");
  live("dossiers/b.txt", "BBBB");
  both("dossiers/c.txt", "cc");
  for (const std::string name : {"live/dossiers/a.txt", "live/dossiers/b.txt"}) touch(name, Days{400});
  const auto compared = compare({folder("dossiers")});
  EXPECT_EQ(compared.comparison.files_newer, 0U);
  EXPECT_EQ(compared.comparison.files_same, 2U) << "the same content, whatever its date";
  EXPECT_THAT(others(compared), ElementsAre("unreadable dossiers/b.txt"));
}

TEST_F(ComparedFolders, OfEqualContentAreTheSameHoweverNewTheirDate) {
  both("dossiers/a.txt", "a");
  touch("live/dossiers/a.txt", Days{1});
  const auto compared = compare({folder("dossiers")});
  EXPECT_EQ(compared.comparison.files_same, 1U);
  EXPECT_EQ(compared.comparison.files_newer, 0U);
}

// Ten files of ten thousand bytes, of which three fit: which three has nothing to do with their place.
TEST_F(ComparedFolders, BeyondTheLimitAreDrawn) {
  for (char name = 'a'; name < 'k'; ++name) {
    const std::string file = std::string("dossiers/") + name;
    both(file, std::string(10'000, name));
    fs::last_write_time(folder_ / ("copy/" + file), fs::last_write_time(folder_ / ("live/" + file)));
  }
  limit_ = 35'000_B;
  const auto compared = compare({folder("dossiers")});
  EXPECT_EQ(compared.comparison.files_same, 3U);
  EXPECT_EQ(compared.comparison.files_undrawn, 7U);
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::not_established) << "three of ten say little";
}

TEST_F(ComparedFolders, AreNotAbsentFromWhatCouldNotBeListed) {
  both("dossiers/a.txt", "a");
  both("dossiers/clos/b.txt", "un texte");
  live("dossiers/c.txt", "ccc");
  closed_ = true;
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), ElementsAre("missing dossiers/c.txt", "unreadable dossiers/clos/b.txt"));
  EXPECT_THAT(compared.comparison.unlisted, ElementsAre("dossiers/clos"));
}

// Photos of a camera bear its dates; on another computer everything came at once. Either way the disk says that they
// came since.
TEST_F(ComparedFolders, AreNotAbsentWhereTheDiskSaysThatTheyCameSince) {
  both("dossiers/a.txt", "a");
  live("dossiers/photo.jpg", "une photo de 2024");
  point_since_ = -std::chrono::hours{24};
  const auto compared = compare({folder("dossiers")});
  EXPECT_THAT(others(compared), ElementsAre("unreadable dossiers/photo.jpg")) << "so did all the others";
  EXPECT_EQ(compared.data_sets[0].complete, Outcome::not_established);
}

TEST_F(ComparedFolders, OfAnOlderVersionThanTheCopyAreNotSaidToDiffer) {
  both("dossiers/a.txt", "a");
  both("dossiers/b.txt", "nouvelle version");
  live("dossiers/b.txt", "ancienne version");
  touch("live/dossiers/b.txt", -Days{30});
  EXPECT_THAT(others(compare({folder("dossiers")})), ElementsAre("unreadable dossiers/b.txt"));
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
