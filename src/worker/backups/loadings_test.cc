// Dumps made by the real pg_dump, loaded into a real PostgreSQL of their own, by real workers behind real walls.
#include "worker/backups/loadings.h"

#include <dlfcn.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/disk_tree.h"
#include "io/testing/temporary_folder.h"
#include "worker/backups/runs.h"
#include "worker/backups/testing/hostile_dump.h"

namespace garde::worker {
namespace {

namespace fs = std::filesystem;
using backups::LoadingReason;
using restorer::Loaded;
using restorer::Loading;
using ::testing::HasSubstr;

std::string told(const Loading& loading) {
  return fmt::format("{} {} {} {} {}", name(loading.outcome), loading.reason ? name(*loading.reason) : "", loading.code,
                     loading.table, loading.line.value_or(0));
}

class Loadings : public ::testing::Test {
 protected:
  Loadings() : programs_(restorer::this_computers_databases()) { fs::create_directory(folder_ / "scratch"); }
  void SetUp() override {
    if (!programs_.postgresql) GTEST_SKIP() << "no PostgreSQL is installed";
    const auto walls = walls_around_servers();
    ASSERT_TRUE(walls) << describe(walls.error());
    if (!walls->hold_programs()) GTEST_SKIP() << "this system has no cage for programs";
  }

  LoadingPlace place() const {
    return {
        .programs = programs_, .scratch = folder_ / "scratch", .spare_space = 1_MiB, .limit = std::chrono::minutes{5}};
  }
  Loading load(const std::string& file) { return load(file, place()); }
  Loading load(const std::string& file, const LoadingPlace& place) {
    const auto tree = io::DiskTree::open(folder_.path().string()).take();
    const auto kind = restorer::loadable_dump(*tree->open(file, io::Access::sequential).take());
    if (!kind) return {.outcome = Loaded::not_loaded};
    const io::FileDescriptor descriptor = tree->open_descriptor(file).take();
    const Loading loading = load_dump(runner_, {*kind, descriptor.get()}, place);
    EXPECT_TRUE(fs::is_empty(folder_ / "scratch")) << file;
    return loading;
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
  restorer::DatabasePrograms programs_;

  // The most that one process of a call held, and the names of all files that the last one left to be wiped.
  ByteCount peak_memory_;
  std::vector<std::string> left_;
  const cage::Runner runner_ = [this](const cage::Call& call) {
    cage::Ended ended = cage::run_in_cage(call);
    peak_memory_ = std::max(peak_memory_, ended.peak_memory);
    left_.clear();
    for (const auto& entry : fs::recursive_directory_iterator(call.policy.writable.front()))
      left_.push_back(entry.path().filename().string());
    return ended;
  };
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
  for (const auto& [file, options] : {std::pair{"plain.sql", ""}, std::pair{"custom.dump", "-Fc"}}) {
    dump(file, options, more);
    const Loading loading = load(file);
    EXPECT_EQ(loading.outcome, Loaded::does_not_load) << file;
    EXPECT_EQ(loading.reason, LoadingReason::refused) << file;
    EXPECT_EQ(loading.code, "23514") << file;
    EXPECT_EQ(loading.table, "addresses") << file;
  }
}

TEST_F(Loadings, RunNothingThatADumpAsksFor) {
  const std::string mark = (folder_ / "mark").string();
  const std::string head = "-- PostgreSQL database dump\nCREATE TABLE t (a text);\n";
  const auto refused = [&](const std::string& line) {
    folder_.write("hostile.sql", head + line + "\n-- PostgreSQL database dump complete\n");
    const Loading loading = load("hostile.sql");
    EXPECT_EQ(loading.outcome, Loaded::not_loaded) << line;
    EXPECT_NE(loading.reason, LoadingReason::does_not_start) << line;
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
  refused("CREATE EXTENSION plpython3u;");
  refused("CREATE LANGUAGE plperlu;");
  refused("SELECT lo_export(lo_create(0), '" + mark + "');");
  refused("SELECT lo_import('/etc/passwd');");
  refused("SELECT pg_ls_dir('/etc');");
  refused("DO $x$ BEGIN EXECUTE $y$COPY t FROM PROGRAM 'touch " + mark + "'$y$; END $x$;");
  refused("LOAD '/lib/x86_64-linux-gnu/libc.so.6';");
  refused("ALTER SYSTEM SET archive_command = 'touch " + mark + "';");
  refused(
      "CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $x$ BEGIN END $x$;\n"
      "CREATE EVENT TRIGGER g ON ddl_command_start EXECUTE FUNCTION e();");
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
  LoadingPlace limited = place();
  limited.limit = std::chrono::seconds{8};
  const Loading late = load("endless.sql", limited);
  EXPECT_EQ(late.outcome, Loaded::not_loaded);
  EXPECT_EQ(late.reason, LoadingReason::takes_too_long);
}

TEST_F(Loadings, AreStoppedAtOnce) {
  folder_.write("endless.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\nSELECT pg_sleep(600);\n");
  std::stop_source stop;
  LoadingPlace stoppable = place();
  stoppable.stop = stop.get_token();
  std::chrono::steady_clock::time_point asked;
  const std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::seconds{4});
    asked = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  EXPECT_EQ(load("endless.sql", stoppable).reason, LoadingReason::stopped);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds{2});
}

// What a dump may ask PostgreSQL for besides the computer: more of everything than there is.
TEST_F(Loadings, AreBoundWhateverADumpAsksFor) {
  const std::string head = "-- PostgreSQL database dump\nCREATE TABLE t (a text);\n";
  const std::string end = "\n-- PostgreSQL database dump complete\n";
  const auto of = [&](const std::string& line) {
    folder_.write("asking.sql", head + line + end);
    return load("asking.sql");
  };
  const Loading rows = of("SELECT repeat('x', 50000000) FROM generate_series(1, 40);");
  EXPECT_EQ(rows.outcome, Loaded::loaded) << told(rows) << ": its rows are dropped one by one";
  EXPECT_LT(peak_memory_, 900_MiB) << "of 2 GB";
  EXPECT_EQ(of("COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000)) TO STDOUT;").outcome, Loaded::loaded);
  EXPECT_EQ(
      of("SELECT array_length(array_agg(repeat('x', 1000000) || i), 1) FROM generate_series(1, 20000) i;").outcome,
      Loaded::not_loaded)
      << "20 GB within the server";
  EXPECT_EQ(of("SELECT pg_terminate_backend(pid) FROM pg_stat_activity;").outcome, Loaded::not_loaded);
  EXPECT_EQ(of("SELECT 1;").outcome, Loaded::loaded) << "the next one is loaded again";
}

TEST_F(Loadings, ActForNoOtherAccountOfPostgresql) {
  const std::string head = "-- PostgreSQL database dump\nCREATE TABLE t (a text);\n";
  for (const char* line :
       {"DO $x$ BEGIN EXECUTE 'ALTER ROLE restorer SUPERUSER'; END $x$;",
        "SET ROLE garde;\nDO $x$ BEGIN CREATE ROLE taken SUPERUSER; END $x$;",
        "DO $x$ BEGIN EXECUTE 'SET SESSION AUTHORIZATION garde'; CREATE ROLE taken; END $x$;",
        "DO $x$ BEGIN EXECUTE $y$ALTER SYSTEM SET shared_preload_libraries = 'x'$y$; END $x$;",
        "DO $x$ BEGIN EXECUTE $y$CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p$y$; END $x$;",
        "/**/CREATE EXTENSION dblink;", "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'x';"}) {
    folder_.write("hostile.sql", head + line + "\nCREATE TABLE u (a text);\n");
    EXPECT_NE(load("hostile.sql").outcome, Loaded::loaded) << line;
  }
}

TEST_F(Loadings, WithoutAServerSaySo) {
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  LoadingPlace none = place();
  none.programs = {};
  EXPECT_EQ(load("good.sql", none).outcome, Loaded::no_server);
  folder_.write("base.sql", "-- MySQL dump 10.13\nCREATE TABLE t (a int);\n");
  EXPECT_EQ(load("base.sql", none).outcome, Loaded::no_server);
}

TEST_F(Loadings, WithoutACageStartNoServer) {
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  const auto file = io::DiskTree::open(folder_.path().string()).take()->open_descriptor("good.sql").take();
  const auto outcome = [&](const cage::Runner& runner) {
    return load_dump(runner, {formats::dumps::DumpKind::postgresql_text, file.get()}, place()).outcome;
  };
  EXPECT_EQ(outcome(cage::in_this_process({prepare_server_task(), load_dump_task()})), Loaded::no_cage);
  for (const cage::Kernel& lacking :
       {cage::Kernel{.landlock = 0}, cage::Kernel{.seccomp = false}, cage::Kernel{.namespaces = false}})
    EXPECT_EQ(outcome([&](const cage::Call& call) {
                cage::Call on_an_older{.task = call.task,
                                       .request = cage::WipedBytes(std::span<const std::byte>(call.request)),
                                       .policy = call.policy,
                                       .descriptors = call.descriptors,
                                       .deadline = call.deadline};
                on_an_older.policy.kernel = lacking;
                return cage::run_in_cage(on_an_older);
              }),
              Loaded::no_cage);
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));
}

TEST_F(Loadings, EstablishNothingWhenTheirWorkerIsCutShort) {
  folder_.write("good.sql", "-- PostgreSQL database dump\nCREATE TABLE t (a int);\n");
  const auto file = io::DiskTree::open(folder_.path().string()).take()->open_descriptor("good.sql").take();
  for (const cage::Ending ending : kEnumerators<cage::Ending>) {
    if (ending == cage::Ending::finished) continue;
    const Loading loading = load_dump([&](const cage::Call&) { return cage::Ended{.ending = ending}; },
                                      {formats::dumps::DumpKind::postgresql_text, file.get()}, place());
    EXPECT_TRUE(loading.outcome == Loaded::not_loaded || loading.outcome == Loaded::no_cage) << name(ending);
  }
}

// A whole drill, as a practice does it.
TEST_F(Loadings, AreWhatADrillSays) {
  const std::string head = "-- PostgreSQL database dump\nCREATE TABLE t (a int PRIMARY KEY);\nCOPY t (a) FROM stdin;\n";
  const std::string end = "\\.\n-- PostgreSQL database dump complete\n";
  const auto drill = [&] {
    return drill_backup(
        cage::in_workers(),
        {.destination = (folder_ / "copie").string(), .kind = formats::Kind::mirror, .scratch = folder_ / "scratch"},
        {}, [] { return start_of(Date{std::chrono::year(2026) / 11 / 30}); });
  };
  folder_.write("copie/base.sql", head + "1\n2\n" + end);
  folder_.write("copie/note.txt", "une note");
  const auto good = drill();
  ASSERT_TRUE(good.has_value()) << describe(good.error());
  EXPECT_EQ(good->run.outcome(), backups::Outcome::passed);
  ASSERT_FALSE(good->run.checks.front().findings.empty());
  EXPECT_EQ(name(good->run.checks.front().findings.front()), "dump-loaded");
  EXPECT_EQ(good->result.files_opened, 2U);
  EXPECT_EQ(good->result.files_restored, 2U);
  folder_.write("copie/base.sql", head + "1\n1\n" + end);
  const auto twice = drill();
  ASSERT_TRUE(twice.has_value()) << describe(twice.error());
  EXPECT_EQ(twice->run.outcome(), backups::Outcome::failed);
  ASSERT_FALSE(twice->run.checks.front().findings.empty());
  EXPECT_EQ(name(twice->run.checks.front().findings.front()), "dump-does-not-load");
  EXPECT_EQ(twice->result.files_wrong, 1U);
  EXPECT_TRUE(fs::is_empty(folder_ / "scratch"));
}

TEST_F(Loadings, OfMysqlDumpsRunNothingEither) {
  if (!programs_.mariadb) GTEST_SKIP() << "no MariaDB is installed";
  folder_.write(
      "good.sql",
      "-- MariaDB dump 10.19\nDROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (`a` int NOT NULL, PRIMARY KEY (`a`));\n"
      "INSERT INTO `t` VALUES (1),(2);\nDELIMITER ;;\nCREATE PROCEDURE p() BEGIN SELECT 1; END ;;\n"
      "DELIMITER ;\n-- Dump completed\n");
  const Loading good = load("good.sql");
  EXPECT_EQ(good.outcome, Loaded::loaded) << told(good);
  folder_.write("twice.sql",
                "-- MariaDB dump 10.19\nCREATE TABLE t (a int PRIMARY KEY);\nINSERT INTO t VALUES (1),(1);\n");
  const Loading twice = load("twice.sql");
  EXPECT_EQ(twice.outcome, Loaded::does_not_load) << told(twice);
  EXPECT_EQ(twice.code, "1062");
  const std::string mark = (folder_ / "mark").string();
  fs::permissions(folder_.path(), fs::perms::all);  // the account of the server may write there
  const std::vector<std::string> lines = {"\\! touch " + mark, "system touch " + mark,
                                          "SELECT 1 INTO OUTFILE '" + mark + "';", "\\. /etc/passwd",
                                          "SELECT LOAD_FILE('/etc/passwd') INTO @a; SELECT 1/(@a IS NULL);"};
  for (const std::string& line : lines) {
    folder_.write("hostile.sql", "-- MariaDB dump 10.19\nCREATE TABLE t (a int);\n" + line + "\n");
    load("hostile.sql");
    EXPECT_FALSE(fs::exists(mark)) << line;
  }
}

// The code of the dump makes a file as soon as it is loaded; it could do anything.
TEST_F(Loadings, RunNoCodeOfADump) {
  if (!programs_.mariadb) GTEST_SKIP() << "no MariaDB is installed";
  fs::permissions(folder_.path(), fs::perms::all);
  const fs::path object = folder_ / "object.so";
  folder_.write("object.so", testing::hostile_object(folder_ / "made"));
  void* const loaded = ::dlopen(object.c_str(), RTLD_NOW);
  EXPECT_TRUE(loaded != nullptr && fs::exists(folder_ / "made")) << "or this test would prove nothing";
  if (loaded != nullptr) ::dlclose(loaded);
  // Outside, and in the folder that the server works in, which is all that it may write to.
  for (const fs::path& mark : {folder_ / "mark", fs::path("mark")}) {
    folder_.write("code.sql", testing::hostile_mariadb_dump(mark));
    const Loading code = load("code.sql");
    EXPECT_EQ(code.outcome, Loaded::not_loaded) << told(code);
    EXPECT_NE(code.reason, LoadingReason::does_not_start) << told(code);
    EXPECT_FALSE(fs::exists(folder_ / "mark"));
    EXPECT_THAT(left_, ::testing::Contains("ibdata1")) << "the folder was looked at";
    EXPECT_THAT(left_, ::testing::Not(::testing::Contains("mark")));
  }
}

// As mysqldump writes it: what belongs to somebody becomes the restorer's, and everything is there.
TEST_F(Loadings, OfMariadbDumpsDoNotNeedTheAccountsTheyName) {
  if (!programs_.mariadb) GTEST_SKIP() << "no MariaDB is installed";
  folder_.write(
      "owned.sql",
      "/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n"
      "-- Database: l'agenda\nCREATE TABLE `t` (`a` int, `b` varchar(80));\n"
      "INSERT INTO `t` VALUES (1,'DEFINER=`root`@`localhost`');\nDELIMITER ;;\n"
      "/*!50003 CREATE*/ /*!50017 DEFINER=`cabinet`@`10.0.%`*/ /*!50003 TRIGGER g BEFORE INSERT ON t FOR EACH ROW "
      "SET NEW.a = NEW.a + 1 */;;\n"
      "/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO DELETE "
      "FROM t */;;\n"
      "CREATE DEFINER=`root`@`localhost` PROCEDURE p() BEGIN INSERT INTO t VALUES (2, CURRENT_USER()); END ;;\n"
      "DELIMITER ;\n/*!50001 CREATE ALGORITHM=UNDEFINED */\n"
      "/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select `a` from `t` */;\n"
      "CALL p();\nCREATE TABLE u (a int CHECK (a = 3));\nINSERT INTO u SELECT MAX(a) FROM v;\n"
      "CREATE TABLE w (b varchar(80) CHECK (b like '%DEFINER%' OR b like 'restorer@%'));\n"
      "INSERT INTO w SELECT b FROM t;\n-- Dump completed\n");
  const Loading owned = load("owned.sql");
  EXPECT_EQ(owned.outcome, Loaded::loaded) << told(owned);
}

TEST_F(Loadings, ActForNoOtherAccountOfMariadb) {
  if (!programs_.mariadb) GTEST_SKIP() << "no MariaDB is installed";
  const std::string elsewhere = (folder_ / "elsewhere").string();
  for (const std::string& line :
       {std::string("INSERT INTO mysql.proc SELECT * FROM mysql.proc;"),
        std::string("UPDATE mysql.global_priv SET Priv='{}';"), std::string("DROP DATABASE mysql;"),
        std::string("CREATE TABLE mysql.func (a int);"), std::string("GRANT ALL ON *.* TO restorer@localhost;"),
        std::string("CREATE USER other@localhost;"), std::string("SET GLOBAL general_log=1;"),
        std::string("INSTALL SONAME 'ha_spider';"), std::string("CREATE FUNCTION f RETURNS INTEGER SONAME 'x.so';"),
        std::string("SET GLOBAL event_scheduler=ON;")}) {
    folder_.write("hostile.sql", "-- MariaDB dump 10.19\nCREATE TABLE t (a int);\n" + line + "\n-- Dump completed\n");
    EXPECT_NE(load("hostile.sql").outcome, Loaded::loaded) << line;
  }
  fs::create_directory(elsewhere);
  fs::permissions(elsewhere, fs::perms::all);
  std::string tables;
  for (const char* engine : {"InnoDB", "MyISAM", "Aria"})
    tables += fmt::format("CREATE TABLE {0} (a int) ENGINE={0} DATA DIRECTORY='{1}';\n", engine, elsewhere);
  folder_.write("hostile.sql", "-- MariaDB dump 10.19\n" + tables + "-- Dump completed\n");
  load("hostile.sql");
  EXPECT_TRUE(fs::is_empty(elsewhere));
}

}  // namespace
}  // namespace garde::worker
