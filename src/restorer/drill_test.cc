// Drills of a plain copy: no practice, no password, files of all sorts.
#include "restorer/drill.h"

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"
#include "formats/restic/testing/real_repository.h"
#include "io/testing/temporary_folder.h"

namespace garde::restorer {
namespace {

namespace fs = std::filesystem;
using backups::Outcome;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Drills : public ::testing::Test {
 protected:
  Drills() {
    fs::create_directory(folder_ / "scratch");
    thresholds_.spare_space = 1_MiB;
  }
  void write(std::string_view name, std::string_view content) const {
    folder_.write("copie/" + std::string(name), content);
  }
  // Three hundred files in some folders, three of which do not open.
  void write_practice() const {
    for (int i = 0; i < 300; ++i) {
      const std::string name = fmt::format("dossiers/{:02}/note-{:03}", i % 7, i);
      if (i % 100 == 50)
        write(name + ".pdf", "not a PDF");
      else
        write(name + ".txt", fmt::format("note {} {}", i, std::string(static_cast<std::size_t>(i) * 10, 'x')));
    }
  }
  DrillRequest request(unsigned threads) const {
    return {.destination = (folder_ / "copie").string(),
            .kind = formats::Kind::mirror,
            .scratch = folder_ / "scratch",
            .threads = threads};
  }
  Result<Drilled> drill(const DrillRequest& request, const crypto::SecretBytes& password = {}) {
    return drill_backup(request, password, {thresholds_, rules_, clock_});
  }
  static std::string path_of(const backups::Finding& finding) {
    return std::visit(
        [](const auto& found) -> std::string {
          if constexpr (requires { found.path; }) return found.path;
          return "";
        },
        finding);
  }
  static std::vector<std::string> kinds(const Drilled& drilled) {
    std::vector<std::string> all;
    for (const backups::Finding& finding : drilled.run.checks.front().findings)
      all.push_back(name(finding) + " " + path_of(finding));
    return all;
  }

  io::testing::TemporaryFolder folder_;
  backups::Thresholds thresholds_;
  backups::AttackRules rules_;
  const std::function<Instant()> clock_ = [] { return *parse_instant("2026-11-23T09:00:00Z"); };
};

TEST_F(Drills, FindTheSameWhateverTheNumberOfThreads) {
  write_practice();
  const auto one = drill(request(1));
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->result.files_restored, 297U);
  EXPECT_EQ(one->result.files_wrong, 3U);
  EXPECT_THAT(kinds(*one),
              ElementsAre("does-not-open dossiers/01/note-050.pdf", "does-not-open dossiers/03/note-150.pdf",
                          "does-not-open dossiers/05/note-250.pdf"));
  for (const unsigned threads : {2U, 5U}) {
    const auto several = drill(request(threads));
    ASSERT_TRUE(several.has_value());
    EXPECT_EQ(several->result, one->result) << "the digest of what came back too";
    EXPECT_EQ(several->run.checks, one->run.checks);
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));
}

TEST_F(Drills, BlameTheirScratchPlaceAndNotTheBackup) {
  write_practice();
  fs::create_directory(folder_ / "copie/essai");
  fs::create_directory_symlink(folder_ / "copie/essai", folder_ / "ailleurs");
  for (const char* place : {"copie", "copie/essai", "ailleurs", "missing", "copie/dossiers/00/note-000.txt"}) {
    DrillRequest asked = request(1);
    asked.scratch = folder_ / place;
    const auto drilled = drill(asked);
    ASSERT_FALSE(drilled.has_value()) << place;
    EXPECT_EQ(drilled.error().kind, ErrorKind::invalid_input) << place;
    EXPECT_EQ(drilled.error().subject, asked.scratch.string());
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "copie/essai")) << "a backup is never written to";
}

// A file of several pieces, whose content restic tells by their names, and one of a single piece.
TEST_F(Drills, HaveOneDigestForOneContentAndAnotherForAnother) {
  using formats::restic::testing::RealRepository;
  const RealRepository repository(2);
  std::string scan(3'000'000, ' ');
  std::uint32_t seed = 1;
  for (char& c : scan) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24U);
  const std::string planted = "planté";
  const auto write = [&](const std::string& content) {
    repository.write("scan.bin", content);
    repository.write("témoin.txt", planted);
    repository.backup("--force");
  };
  const auto digest = [&](const DrillRequest& request) {
    const auto drilled =
        drill(request, request.kind == formats::Kind::restic ? RealRepository::password() : crypto::SecretBytes());
    GARDE_CHECK(drilled.has_value());
    EXPECT_EQ(drilled->run.outcome(), Outcome::not_established) << "nearly all of it is a .bin: copied, not opened";
    EXPECT_EQ(drilled->result.canaries_back, request.canaries.size());
    return drilled->result.digest;
  };
  write(scan);
  DrillRequest restic = request(2);
  restic.destination = repository.path();
  restic.kind = formats::Kind::restic;
  DrillRequest mirror = request(2);
  mirror.destination = repository.source();
  const auto of_restic = digest(restic);
  const auto of_mirror = digest(mirror);
  write(scan);
  EXPECT_EQ(digest(restic), of_restic) << "of another restore point";
  for (const char* name : {"scan.bin", "témoin.txt"}) {
    const std::string_view content = name[0] == 's' ? std::string_view(scan) : std::string_view(planted);
    restic.canaries = {{.file_name = name, .sha256 = crypto::sha256(std::as_bytes(std::span(content))), .made_at = {}}};
    EXPECT_EQ(digest(restic), of_restic) << "a canary is hashed as well, and told as the format tells it";
    mirror.canaries = restic.canaries;
    EXPECT_EQ(digest(mirror), of_mirror);
  }
  restic.canaries.clear();
  mirror.canaries.clear();
  scan[2'900'000] ^= 1;
  write(scan);
  EXPECT_NE(digest(restic), of_restic);
  EXPECT_NE(digest(mirror), of_mirror);
}

TEST_F(Drills, TellOfEveryByteAndNeverBackwards) {
  write_practice();
  DrillRequest told = request(3);
  std::vector<formats::Progress> all;
  told.on_progress = [&](const formats::Progress& progress) { all.push_back(progress); };
  ASSERT_TRUE(drill(told).has_value());
  ASSERT_FALSE(all.empty());
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LE(all[i - 1].done, all[i].done);
  EXPECT_EQ(all.back().done, all.back().total) << "with those that did not open";
  EXPECT_EQ(all.back().damages, 3U);
}

TEST_F(Drills, StoppedInTheMiddleLeaveNothingBehind) {
  write_practice();
  for (const std::size_t after : {1U, 40U, 200U}) {
    std::stop_source stop;
    DrillRequest stopped = request(3);
    stopped.stop = stop.get_token();
    std::size_t told = 0;
    stopped.on_progress = [&](const formats::Progress&) {
      if (++told == after) stop.request_stop();
    };
    const auto drilled = drill(stopped);
    ASSERT_FALSE(drilled.has_value()) << after;
    EXPECT_EQ(drilled.error().kind, ErrorKind::cancelled);
    EXPECT_TRUE(fs::is_empty(folder_ / "scratch")) << after;
  }
}

// Whoever writes to a backup writes what its dumps ask of a server: one that nothing holds is given none.
TEST_F(Drills, LoadNothingWithoutACage) {
  write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n-- PostgreSQL database dump complete\n");
  write("other.sql", "-- MariaDB dump 10.19\nCREATE TABLE t (a int);\n-- Dump completed on 2026-11-29\n");
  const auto drilled = drill(request(2));
  ASSERT_TRUE(drilled.has_value());
  EXPECT_EQ(drilled->run.outcome(), Outcome::not_established);
  EXPECT_THAT(kinds(*drilled), ElementsAre("dump-no-cage good.sql", "dump-no-cage other.sql"));
  EXPECT_EQ(drilled->result.files_restored, 2U);
  EXPECT_EQ(drilled->result.files_opened, 0U) << "read to their ends is not opened";
  EXPECT_EQ(drilled->result.files_not_opened, 2U);
}

TEST_F(Drills, SayOfEachDumpWhatBecameOfIt) {
  Drilled drilled;
  drilled.run.checks.push_back({.question = backups::Question::restorable});
  drilled.run.data_sets.push_back({.data_set = backups::DataSetId::of("agenda")});
  for (const char* path : {"a", "b", "c", "d"})
    drilled.dumps.push_back({path, formats::dumps::DumpKind::mysql, 10_B, std::size_t{0}});
  drilled.dumps.back().data_set = 7;  // as a worker that was taken over may say
  add_loadings(drilled, std::vector<Loading>{{.outcome = Loaded::loaded},
                                             {.outcome = Loaded::does_not_load},
                                             {.outcome = Loaded::no_server},
                                             {.outcome = Loaded::no_cage}});
  EXPECT_THAT(kinds(drilled),
              ElementsAre("dump-loaded a", "dump-does-not-load b", "dump-no-server c", "dump-no-cage d"));
  EXPECT_EQ(drilled.run.outcome(), Outcome::failed);
  EXPECT_EQ(drilled.run.checks.front().judgement.judged().units, 1U);
  EXPECT_EQ(drilled.result.files_opened, 1U);
  EXPECT_EQ(drilled.result.files_not_opened, 2U);
  EXPECT_EQ(drilled.result.files_restored, 3U);
  EXPECT_EQ(drilled.result.files_wrong, 1U);
  EXPECT_EQ(drilled.run.data_sets.front().files, 2U);
  EXPECT_TRUE(drilled.run.data_sets.front().hit_by_damage);
}

TEST_F(Drills, RefuseNamesThatLeadOutAndDevices) {
  write("nul.txt", "a device to Windows");
  write("bon.txt", "bon");
  const auto drilled = drill(request(1));
  ASSERT_TRUE(drilled.has_value());
  EXPECT_EQ(drilled->run.outcome(), Outcome::not_established);
  EXPECT_THAT(kinds(*drilled), ElementsAre("device-name nul.txt"));
  EXPECT_EQ(drilled->result.files_restored, 1U);
}

TEST_F(Drills, NeedRoomBeforeTheyBegin) {
  write("bon.txt", "bon");
  // Ten terabytes that lie nowhere: as a container of a virtual disk, or by malice.
  fs::resize_file(folder_.write("copie/disque.img", "x"), std::uintmax_t{10} << 40U);
  const auto drilled = drill(request(2));
  ASSERT_FALSE(drilled.has_value());
  EXPECT_EQ(drilled.error().kind, ErrorKind::no_space);
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));
}

TEST_F(Drills, NameTheBackupsThatOnlyTheirOwnProgramOpens) {
  for (const char* night : {"26", "27", "28"})
    write(fmt::format("cabinet_2026_11_{}.bak", night), std::string("TAPE\0\0\3\0", 8) + std::string(9'000, 'x'));
  write("note.txt", "une note");
  const auto drilled = drill(request(1));
  ASSERT_TRUE(drilled.has_value());
  EXPECT_EQ(drilled->run.outcome(), Outcome::not_established);
  EXPECT_THAT(kinds(*drilled), ElementsAre("foreign-sql-server cabinet_2026_11_26.bak"));
  EXPECT_EQ(std::get<backups::ForeignFinding>(drilled->run.checks[0].findings[0]).files, 3U);
}

TEST_F(Drills, DoNotTakeAnSqliteWithoutItsLogForWhole) {
  const auto make = [&](std::string_view mode) {
    const auto base = folder_ / "base.sqlite";
    fs::remove(base);
    const std::string line =
        fmt::format("sqlite3 '{}' 'PRAGMA journal_mode={}; CREATE TABLE t (a); INSERT INTO t VALUES (1);' >'{}'",
                    base.string(), mode, (folder_ / "log").string());
    ASSERT_EQ(std::system(line.c_str()), 0);
    fs::create_directories(folder_ / "copie");
    fs::copy_file(base, folder_ / "copie/base.sqlite", fs::copy_options::overwrite_existing);
  };
  make("DELETE");
  const auto whole = drill(request(1));
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->run.outcome(), Outcome::passed);
  make("WAL");
  const auto ahead = drill(request(1));
  ASSERT_TRUE(ahead.has_value());
  EXPECT_EQ(ahead->run.outcome(), Outcome::not_established);
  ASSERT_EQ(ahead->run.checks[0].findings.size(), 1U);
  EXPECT_EQ(std::get<backups::UnjudgedFinding>(ahead->run.checks[0].findings[0]).reason,
            formats::UnjudgedReason::copied_in_use);
}

class DumpNights : public Drills {
 protected:
  static std::string dump(int tables, int rows) {
    std::string text = "-- PostgreSQL database dump\n";
    for (int i = 0; i < tables; ++i) {
      text += fmt::format("CREATE TABLE t{} (a int);\nCOPY t{} (a) FROM stdin;\n", i, i);
      for (int row = 0; row < rows; ++row) text += fmt::format("{}\n", row);
      text += "\\.\n";
    }
    return text + "-- PostgreSQL database dump complete\n";
  }
  Drilled night_after(const std::string& before, const std::string& now) {
    write("cabinet_2026-11-22.sql", before);
    write("cabinet_2026-11-23.sql", now);
    DrillRequest asked = request(1);
    asked.kind = formats::Kind::archives;
    auto drilled = drill(asked);
    GARDE_CHECK(drilled.has_value());
    return std::move(drilled).take();
  }
};

TEST_F(DumpNights, OfAnEmptyBaseAreFound) {
  const auto empty = night_after(dump(3, 500), dump(0, 0));
  EXPECT_EQ(empty.run.outcome(), Outcome::failed) << "to less than a tenth in a night";
  EXPECT_THAT(kinds(empty), Contains("database-no-table cabinet.sql"));
  const auto always = night_after(dump(0, 0), dump(0, 0));
  EXPECT_EQ(always.run.outcome(), Outcome::not_established);
  EXPECT_THAT(kinds(always), Contains("database-no-table cabinet.sql"));
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));
}

TEST_F(DumpNights, OfFewerTablesOrRowsAreFound) {
  const auto tables = night_after(dump(20, 100), dump(3, 2'000));
  EXPECT_THAT(kinds(tables), Contains("database-fewer-tables cabinet.sql"));
  const auto rows = night_after(dump(3, 5'000), dump(3, 1'000));
  EXPECT_THAT(kinds(rows), Contains("database-fewer-bytes cabinet.sql"));
  const auto same = night_after(dump(3, 5'000), dump(3, 4'000));
  EXPECT_THAT(kinds(same), Not(Contains(HasSubstr("database-"))));
}

// As pg_dump -Fd wrote it.
class DumpsInParts : public Drills {
 protected:
  DumpsInParts() {
    fs::create_directories(folder_ / "copie");
    fs::copy(source_directory() / "src/formats/dumps/testdata/postgresql-15-directory", folder_ / "copie/base");
  }
  std::vector<std::string> found(Outcome outcome) {
    const auto drilled = drill(request(2));
    GARDE_CHECK(drilled.has_value());
    EXPECT_EQ(drilled->run.outcome(), outcome);
    return kinds(*drilled);
  }
};

TEST_F(DumpsInParts, AreOneDumpAndNoDamage) {
  EXPECT_THAT(found(Outcome::not_established), ElementsAre("dump-not-loaded base/toc.dat"));
}

TEST_F(DumpsInParts, MissEveryFileThatIsGoneOrCut) {
  const auto part = folder_ / "copie/base/3358.dat.gz";
  const auto size = fs::file_size(part);
  fs::resize_file(part, size / 2);
  EXPECT_THAT(found(Outcome::failed), Contains("does-not-open base/3358.dat.gz"));
  fs::remove(part);
  EXPECT_THAT(found(Outcome::failed), Contains("does-not-open base/toc.dat"));
}

// Of two data sets one of which nothing opens, the other's success says nothing.
TEST_F(Drills, RestOnSomethingOpenedOfEachDataSet) {
  write("notes/a.txt", std::string(5'000, 'a'));
  write("logiciel/base.fic", std::string(50, 'b'));
  DrillRequest two = request(1);
  two.sources = {{backups::DataSetId::of("agenda"), {backups::SourceKind::folder, "/nowhere/notes"}},
                 {backups::DataSetId::of("patient-records"), {backups::SourceKind::folder, "/nowhere/logiciel"}}};
  const auto drilled = drill(two);
  ASSERT_TRUE(drilled.has_value());
  EXPECT_EQ(drilled->run.outcome(), Outcome::not_established);
  two.sources.pop_back();
  EXPECT_EQ(drill(two)->run.outcome(), Outcome::passed);
  two.sources.push_back({backups::DataSetId::of("patient-records"), {backups::SourceKind::folder, "/nowhere/absent"}});
  const auto absent = drill(two);
  ASSERT_TRUE(absent.has_value());
  EXPECT_EQ(absent->run.outcome(), Outcome::not_established);
}

}  // namespace
}  // namespace garde::restorer
