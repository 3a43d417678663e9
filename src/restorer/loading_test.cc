// Dumps made by the real pg_dump, loaded into a real PostgreSQL of their own.
#include "restorer/loading.h"

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/disk_tree.h"
#include "io/testing/temporary_folder.h"
#include "restorer/loading/mariadb.h"
#include "restorer/testing/no_walls.h"

namespace garde::restorer {
namespace {

namespace fs = std::filesystem;
using backups::LoadingReason;
using formats::dumps::DumpKind;
using ::testing::HasSubstr;
using ::testing::Not;

std::string told(const Loading& loading) {
  return fmt::format("{} {} {} {} {}", name(loading.outcome), loading.reason ? name(*loading.reason) : "", loading.code,
                     loading.table, loading.line.value_or(0));
}

class Loadings : public ::testing::Test {
 protected:
  Loadings() : programs_(find_database_programs(usual_program_folders(std::getenv("PATH")))) {}
  void SetUp() override {
    if (!programs_.postgresql) GTEST_SKIP() << "no PostgreSQL is installed";
  }

  // One server for all tests: starting it takes longer than most of them.
  static void TearDownTestSuite() { shared_.reset(); }
  static LoadingSetting setting_in(const io::testing::TemporaryFolder& folder, const DatabasePrograms& programs) {
    // Another account runs the server when we are root, and has to reach it.
    constexpr auto kPassable = fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec;
    fs::create_directories(folder / "dossier d essai");
    fs::permissions(folder.path(), kPassable);
    fs::permissions(folder / "dossier d essai", kPassable);
    static const testing::NoWalls kNoWalls;
    return {.cage = &kNoWalls,
            .programs = programs,
            .scratch = folder / "dossier d essai",
            .temporary = folder / "dossier d essai",
            .spare_space = 1_MiB,
            .spent = {},
            .stop = {}};
  }
  LoadingSetting setting() const { return setting_in(folder_, programs_); }
  Loading load(const std::string& name) {
    if (!shared_) shared_ = std::make_unique<Shared>(programs_);
    return load_with(shared_->loader, name);
  }
  Loading load_with(DumpLoader& loader, const std::string& name) const {
    const auto tree = io::DiskTree::open(folder_.path().string()).take();
    const auto file = tree->open(name, io::Access::sequential).take();
    const auto kind = loadable_dump(*file);
    if (!kind) return {.outcome = Loaded::not_loaded};
    return loader.load(*kind, *file, (folder_ / name).string());
  }
  std::string text_of(const std::string& name) const {
    std::ifstream stream(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  // A practice's database on the server that the tests run beside, dumped by `pg_dump OPTIONS`.
  void dump(const std::string& name, const std::string& options, const std::string& more = "") const {
    const char* server = std::getenv("GARDE_TEST_POSTGRESQL");
    GARDE_CHECK(server != nullptr);
    const std::string bin = fs::path(programs_.postgresql->pg_restore).parent_path().string();
    folder_.write("make.sql",
                  "DROP DATABASE IF EXISTS garde_loading_test;\nCREATE DATABASE garde_loading_test;\n"
                  "\\connect garde_loading_test\n"
                  "CREATE TABLE patients (id integer PRIMARY KEY, name text NOT NULL);\n"
                  "INSERT INTO patients SELECT n, 'patient ' || n || E'\\\\ \\t;' FROM generate_series(1, 2000) n;\n"
                  "CREATE TABLE visits (id integer REFERENCES patients, at timestamptz);\n"
                  "INSERT INTO visits SELECT id, now() FROM patients;\n"
                  "CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN a; END; $$;\n"
                  "CREATE VIEW names AS SELECT name FROM patients;\n" +
                      more);
    // conninfo: host=… user=… dbname=…
    const std::string line = fmt::format(
        "cd '{0}' && '{1}/psql' --no-psqlrc -v ON_ERROR_STOP=1 -q '{2}' -f make.sql >log 2>&1 && "
        "'{1}/pg_dump' {3} -f '{4}' \"$(echo '{2}' | sed 's/dbname=postgres/dbname=garde_loading_test/')\" >>log 2>&1",
        folder_.path().string(), bin, server, options, name);
    if (std::system(line.c_str()) != 0) fail_check(text_of("log"), __FILE__, __LINE__);
  }
  static bool has_server() { return std::getenv("GARDE_TEST_POSTGRESQL") != nullptr; }

  io::testing::TemporaryFolder folder_;
  DatabasePrograms programs_;

 private:
  struct Shared {
    explicit Shared(const DatabasePrograms& programs) : loader(setting_in(folder, programs)) {}
    io::testing::TemporaryFolder folder;
    DumpLoader loader;
  };
  static inline std::unique_ptr<Shared> shared_;
};

TEST_F(Loadings, OfAGoodDumpWorkInEveryForm) {
  if (!has_server()) GTEST_SKIP() << "run beside tools/with_postgresql";
  dump("plain.sql", "--create",
       "CREATE ROLE cabinet; ALTER TABLE patients OWNER TO cabinet; GRANT SELECT ON visits TO cabinet;");
  const Loading plain = load("plain.sql");
  EXPECT_EQ(plain.outcome, Loaded::loaded) << told(plain);
  EXPECT_GT(plain.statements, 10U);
  dump("custom.dump", "-Fc", "REASSIGN OWNED BY cabinet TO garde; DROP OWNED BY cabinet; DROP ROLE IF EXISTS cabinet;");
  EXPECT_EQ(load("custom.dump").outcome, Loaded::loaded) << told(load("custom.dump"));
  dump("inserts.sql", "--inserts");
  EXPECT_EQ(load("inserts.sql").outcome, Loaded::loaded) << told(load("inserts.sql"));
  ASSERT_EQ(std::system(("gzip -k '" + (folder_ / "plain.sql").string() + "'").c_str()), 0);
  EXPECT_EQ(load("plain.sql.gz").outcome, Loaded::loaded);
}

TEST_F(Loadings, OfACutDumpNeverWork) {
  if (!has_server()) GTEST_SKIP() << "run beside tools/with_postgresql";
  dump("plain.sql", "");
  dump("custom.dump", "-Fc");
  const std::string plain = text_of("plain.sql");
  const std::string custom = text_of("custom.dump");
  for (const double share : {0.5, 0.7}) {
    folder_.write("cut.sql", plain.substr(0, static_cast<std::size_t>(static_cast<double>(plain.size()) * share)));
    EXPECT_EQ(load("cut.sql").outcome, Loaded::does_not_load) << share;
    folder_.write("cut.dump", custom.substr(0, static_cast<std::size_t>(static_cast<double>(custom.size()) * share)));
    EXPECT_EQ(load("cut.dump").outcome, Loaded::does_not_load) << share;
  }
}

// pg_dump is content, and the dump still does not come back: a check that looks at another table, which is not there
// yet while the first one is filled.
TEST_F(Loadings, OfADumpThatFailsInTheMiddleSayWhereAndNotWhat) {
  if (!has_server()) GTEST_SKIP() << "run beside tools/with_postgresql";
  const std::string more =
      "CREATE TABLE zones (id integer);\nINSERT INTO zones VALUES (1);\n"
      "CREATE FUNCTION is_zone(a integer) RETURNS boolean LANGUAGE sql AS "
      "$$ SELECT EXISTS (SELECT 1 FROM public.zones WHERE id = a) $$;\n"
      "CREATE TABLE addresses (zone integer CHECK (is_zone(zone)), street text);\n"
      "INSERT INTO addresses VALUES (1, 'rue Durand');\n";
  for (const auto& [name, options] : {std::pair{"plain.sql", ""}, std::pair{"custom.dump", "-Fc"}}) {
    dump(name, options, more);
    const Loading loading = load(name);
    EXPECT_EQ(loading.outcome, Loaded::does_not_load) << name;
    EXPECT_EQ(loading.reason, LoadingReason::refused) << name;
    EXPECT_EQ(loading.code, "23514") << name;
    EXPECT_EQ(loading.table, "addresses") << name;
  }
}

TEST_F(Loadings, RunNothingThatADumpAsksFor) {
  const std::string mark = (folder_ / "mark").string();
  const std::string head = "-- PostgreSQL database dump\nCREATE TABLE t (a text);\n";
  const auto refused = [&](const std::string& line) {
    folder_.write("hostile.sql", head + line + "\n-- PostgreSQL database dump complete\n");
    const Loading loading = load("hostile.sql");
    EXPECT_EQ(loading.outcome, Loaded::not_loaded) << line;
    EXPECT_FALSE(fs::exists(mark)) << line;
  };
  refused("\\! touch " + mark);
  refused("\\copy t from program 'touch " + mark + "'");
  refused("\\o |touch " + mark);
  refused("\\i /etc/passwd");
  refused("SELECT 1 \\! touch " + mark);
  refused("COPY t FROM PROGRAM 'touch " + mark + "';");
  refused("COPY t TO '" + mark + "';");
  refused("COPY t FROM '/etc/passwd';");
  refused("SELECT pg_read_file('/etc/passwd');");
  refused("CREATE FUNCTION f() RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'system';");
  refused("CREATE EXTENSION dblink;");
}

TEST_F(Loadings, ThatTheScratchServerLacksSomethingForAreNotEstablished) {
  folder_.write("extension.sql",
                "-- PostgreSQL database dump\nCREATE EXTENSION no_such_extension;\n"
                "CREATE TABLE places (id integer, at no_such_type);\nCOPY places (id, at) FROM stdin;\n1\t2\n\\.\n");
  EXPECT_EQ(load("extension.sql").outcome, Loaded::not_loaded);
  folder_.write("rows.sql", "-- PostgreSQL database dump\nCOPY public.t (a) FROM stdin;\n1\n\\.\n");
  EXPECT_EQ(load("rows.sql").outcome, Loaded::not_loaded) << "rows without their tables";
}

TEST_F(Loadings, EndInTimeAndLeaveNothingBehind) {
  folder_.write("endless.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\nSELECT pg_sleep(600);\n");
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  std::atomic<bool> spent = false;
  LoadingSetting limited = setting();
  limited.spent = [&] { return spent.load(); };
  {
    DumpLoader loader(limited);
    EXPECT_EQ(load_with(loader, "good.sql").outcome, Loaded::loaded) << told(load_with(loader, "good.sql"));
    std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds{300});
      spent = true;
    });
    EXPECT_EQ(load_with(loader, "endless.sql").outcome, Loaded::not_loaded);
    EXPECT_EQ(load_with(loader, "good.sql").outcome, Loaded::not_loaded) << "the time is spent";
    spent = false;
    EXPECT_EQ(load_with(loader, "good.sql").outcome, Loaded::loaded) << "a server again";
  }
  EXPECT_TRUE(fs::is_empty(folder_ / "dossier d essai"));
}

TEST_F(Loadings, WithoutAServerSaySo) {
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  LoadingSetting none = setting();
  none.programs = {};
  DumpLoader loader(none);
  EXPECT_EQ(load_with(loader, "good.sql").outcome, Loaded::no_server);
  folder_.write("base.sql", "-- MySQL dump 10.13\nCREATE TABLE t (a int);\n");
  EXPECT_EQ(load_with(loader, "base.sql").outcome, Loaded::no_server);
}

TEST_F(Loadings, WithoutACageStartNoServer) {
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  LoadingSetting uncaged = setting();
  uncaged.cage = nullptr;
  DumpLoader loader(uncaged);
  EXPECT_EQ(load_with(loader, "good.sql").outcome, Loaded::no_cage);
  EXPECT_TRUE(fs::is_empty(folder_ / "dossier d essai"));
}

TEST_F(Loadings, OfMysqlDumpsRunNothingEither) {
  if (!programs_.mariadb) GTEST_SKIP() << "no MariaDB is installed";
  folder_.write(
      "good.sql",
      "-- MariaDB dump 10.19\nDROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (`a` int NOT NULL, PRIMARY KEY (`a`));\n"
      "INSERT INTO `t` VALUES (1),(2);\nDELIMITER ;;\nCREATE PROCEDURE p() BEGIN SELECT 1; END ;;\n"
      "DELIMITER ;\n-- Dump completed\n");
  EXPECT_EQ(load("good.sql").outcome, Loaded::loaded) << told(load("good.sql"));
  folder_.write("twice.sql",
                "-- MariaDB dump 10.19\nCREATE TABLE t (a int PRIMARY KEY);\nINSERT INTO t VALUES (1),(1);\n");
  EXPECT_EQ(load("twice.sql").outcome, Loaded::does_not_load);
  EXPECT_EQ(load("twice.sql").code, "1062");
  const std::string mark = (folder_ / "mark").string();
  const std::vector<std::string> lines = {"\\! touch " + mark, "system touch " + mark,
                                          "SELECT 1 INTO OUTFILE '" + mark + "';", "\\. /etc/passwd",
                                          "SELECT LOAD_FILE('/etc/passwd') INTO @a; SELECT 1/(@a IS NULL);"};
  for (const std::string& line : lines) {
    folder_.write("hostile.sql", "-- MariaDB dump 10.19\nCREATE TABLE t (a int);\n" + line + "\n");
    load("hostile.sql");
    EXPECT_FALSE(fs::exists(mark)) << line;
  }
}

TEST(MariadbErrors, SayWhetherTheDumpIsToBlame) {
  using loading::judge_mariadb_error;
  const Loading refused = judge_mariadb_error("ERROR 1064 (42000) at line 12: You have an error near 'Durand'");
  EXPECT_EQ(told(refused), "does_not_load refused 1064  12");
  EXPECT_EQ(judge_mariadb_error("ERROR 1273 (HY000) at line 3: Unknown collation").outcome, Loaded::not_loaded);
  EXPECT_EQ(judge_mariadb_error("Segmentation fault").outcome, Loaded::not_loaded);
}

}  // namespace
}  // namespace garde::restorer
