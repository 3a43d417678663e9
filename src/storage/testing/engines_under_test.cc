#include "storage/testing/engines_under_test.h"

#include <atomic>
#include <cstdlib>
#include <thread>

#include <unistd.h>

#include "storage/postgresql.h"
#include "storage/sqlite.h"

namespace garde::storage {
namespace {

const char* postgresql_conninfo() { return std::getenv("GARDE_TEST_POSTGRESQL"); }

PostgresqlOptions postgresql_options(const std::string& schema, std::chrono::milliseconds lock_timeout) {
  return {.conninfo = std::string(postgresql_conninfo()) + " application_name=" + schema +
                      " options='-csearch_path=" + schema + "'",
          .lock_timeout = lock_timeout};
}

// Without search_path, to make and drop the schema of a test.
void administer(const std::string& script) {
  auto connection = open_postgresql({.conninfo = postgresql_conninfo()});
  GARDE_CHECK(connection.has_value());
  GARDE_CHECK((*connection)->run_script(script).has_value());
}

// ctest runs each test in a process of its own, several at a time.
std::string new_schema_name() {
  static std::atomic<int> count = 0;
  return "garde_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

}  // namespace

std::vector<TestedEngine> tested_postgresql() {
  if (postgresql_conninfo() == nullptr) return {};
  return {TestedEngine::postgresql};
}

std::vector<TestedEngine> tested_shared_engines() {
  std::vector<TestedEngine> all = tested_postgresql();
  all.push_back(TestedEngine::sqlite_on_disk);
  return all;
}

std::vector<TestedEngine> tested_engines() {
  std::vector<TestedEngine> all = tested_shared_engines();
  all.push_back(TestedEngine::sqlite_in_memory);
  return all;
}

std::string name(TestedEngine engine) {
  switch (engine) {
    case TestedEngine::sqlite_in_memory: return "SqliteInMemory";
    case TestedEngine::sqlite_on_disk: return "SqliteOnDisk";
    case TestedEngine::postgresql: return "Postgresql";
  }
  fail_check("a TestedEngine outside its enum", __FILE__, __LINE__);
}

EngineTest::EngineTest() {
  if (GetParam() == TestedEngine::postgresql) schema_ = new_schema_name();
  start_afresh();
}

EngineTest::~EngineTest() {
  connection_.reset();
  if (!schema_.empty()) administer("DROP SCHEMA " + schema_ + " CASCADE");
}

void EngineTest::start_afresh() {
  connection_.reset();
  std::filesystem::remove(directory_ / "test.db");
  if (!schema_.empty()) administer("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE; CREATE SCHEMA " + schema_);
  connection_ = connect();
}

void EngineTest::wait_for_the_other_sessions(Connection& own) const {
  if (engine() == Engine::sqlite) return;
  constexpr Sql kOthers = R"sql(
SELECT count(*) FROM pg_stat_activity
WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid())sql";
  while (read_one(own.query(kOthers), &Row::integer) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

std::unique_ptr<Connection> EngineTest::connect(std::chrono::milliseconds lock_timeout) const {
  auto opened = [&] {
    switch (GetParam()) {
      case TestedEngine::sqlite_in_memory: GARDE_CHECK(connection_ == nullptr); return open_sqlite_in_memory();
      case TestedEngine::sqlite_on_disk:
        return open_sqlite({.file = directory_ / "test.db", .lock_timeout = lock_timeout});
      case TestedEngine::postgresql: return open_postgresql(postgresql_options(schema_, lock_timeout));
    }
    fail_check("a TestedEngine outside its enum", __FILE__, __LINE__);
  }();
  if (!opened) fail_check("a database for the test", describe(opened.error()), 0);
  return std::move(opened).take();
}

}  // namespace garde::storage
