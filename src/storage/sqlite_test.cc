#include "storage/sqlite.h"

#include <csignal>
#include <fstream>
#include <sstream>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "storage/migrations.h"
#include "storage/setting_store.h"
#include "storage/testing/engines_under_test.h"
#include "storage/testing/forked.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

const Instant kNow = *parse_instant("2026-11-23T17:30:00Z");

std::string read_file(const std::filesystem::path& file) {
  std::stringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

class Sqlite : public testing::Test {
 protected:
  Result<std::unique_ptr<Connection>> open() {
    return open_sqlite({.file = file_, .lock_timeout = std::chrono::milliseconds(50)});
  }
  // With the schema and one setting.
  std::unique_ptr<Connection> filled() {
    auto opened = open();
    GARDE_CHECK(opened.has_value());
    EXPECT_TRUE(ok(migrate(**opened, kNow)));
    EXPECT_TRUE(ok(save_setting(**opened, default_practice(), "kept", "yes")));
    return std::move(opened).take();
  }
  TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "garde.db";
};

TEST_F(Sqlite, KeepsWhatWasStoredWhenOpenedAgain) {
  filled();
  auto again = open();
  ASSERT_TRUE(ok(again));
  EXPECT_EQ(load_setting(**again, default_practice(), "kept"), "yes");
}

TEST_F(Sqlite, IsSetUpToLoseNothingAndTrustNothing) {
  const auto connection = filled();
  const auto number = [&](Sql pragma) { return read_one(connection->query(pragma), &Row::integer); };
  EXPECT_EQ(read_one(connection->query(R"sql(PRAGMA journal_mode)sql"), &Row::text), "wal");
  EXPECT_EQ(number(R"sql(PRAGMA synchronous)sql"), 2);  // FULL
  EXPECT_EQ(number(R"sql(PRAGMA foreign_keys)sql"), 1);
  EXPECT_EQ(number(R"sql(PRAGMA trusted_schema)sql"), 0);
  EXPECT_EQ(number(R"sql(PRAGMA cell_size_check)sql"), 1);
  EXPECT_EQ(number(R"sql(PRAGMA secure_delete)sql"), 1);
  EXPECT_EQ(number(R"sql(PRAGMA temp_store)sql"), 2);  // memory
}

// The disk was pulled out, or somebody moved the folder or threw it away.
TEST_F(Sqlite, AcknowledgesNothingOnceItsFolderIsElsewhere) {
  const std::filesystem::path folder = directory_ / "data";
  std::filesystem::create_directory(folder);
  file_ = folder / "garde.db";
  const auto connection = filled();
  const auto save = [&] { return save_setting(*connection, default_practice(), "kept", "no"); };
  const auto save_together = [&] { return transact(*connection, save); };
  std::filesystem::rename(folder, directory_ / "away");
  EXPECT_EQ(failure(save()), ErrorKind::unreadable);
  EXPECT_EQ(failure(save_together()), ErrorKind::unreadable);
  EXPECT_EQ(load_setting(*connection, default_practice(), "kept"), "yes");

  std::filesystem::rename(directory_ / "away", folder);
  EXPECT_TRUE(ok(save_together()));
  EXPECT_EQ(load_setting(*connection, default_practice(), "kept"), "no");
  std::filesystem::remove_all(folder);
  EXPECT_EQ(failure(save()), ErrorKind::unreadable);
}

TEST_F(Sqlite, RefusesToRewriteItsOwnSchema) {
  const auto connection = filled();
  static_cast<void>(connection->run_script("PRAGMA writable_schema = ON"));
  EXPECT_FALSE(connection->execute(R"sql(DELETE FROM sqlite_schema)sql"));
  EXPECT_FALSE(connection->run_script("ATTACH '/tmp/other.db' AS other"));
}

TEST_F(Sqlite, RunsNoTriggerFromTheFile) {
  const auto connection = filled();
  ASSERT_TRUE(ok(connection->run_script(
      "CREATE TRIGGER planted AFTER INSERT ON setting BEGIN DELETE FROM setting WHERE name = 'kept'; END")));
  ASSERT_TRUE(ok(save_setting(*connection, default_practice(), "other", "x")));
  EXPECT_EQ(load_setting(*connection, default_practice(), "kept"), "yes");
}

TEST_F(Sqlite, IsReadableByItsOwnerAlone) {
  const auto connection = filled();
  for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
    struct stat status{};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U) << entry.path();
  }
}

TEST_F(Sqlite, OverwritesWhatIsDeleted) {
  {
    const auto connection = filled();
    ASSERT_TRUE(ok(save_setting(*connection, default_practice(), "gone", std::string(5000, 'Z'))));
    ASSERT_TRUE(ok(remove_setting(*connection, default_practice(), "gone")));
  }
  EXPECT_EQ(read_file(file_).find("ZZZZZZZZ"), std::string::npos);
}

TEST_F(Sqlite, LeavesOneFileWhenClosed) {
  filled();
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_.path()), {}), 1);
}

TEST_F(Sqlite, RefusesAFileThatIsNoDatabaseAndLeavesItAlone) {
  for (const std::string& content :
       {std::string("Cher confrère,\n"), std::string(10000, 'x'), std::string("SQLite format 3\0", 16)}) {
    write_file(file_, content);
    EXPECT_EQ(failure(open()), ErrorKind::damaged) << content.substr(0, 20);
    EXPECT_EQ(read_file(file_), content);
  }
}

TEST_F(Sqlite, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(raw, "CREATE TABLE practice (id TEXT)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(raw);
  const std::string before = read_file(file_);
  EXPECT_EQ(failure(open()), ErrorKind::unsupported);
  EXPECT_EQ(read_file(file_), before);
}

TEST_F(Sqlite, TakesAnEmptyFileForALostDatabaseNotForANewOne) {
  write_file(file_, "");
  EXPECT_EQ(failure(open()), ErrorKind::damaged);
}

TEST_F(Sqlite, NeedsAFileInADirectoryThatExists) {
  file_ = directory_ / "missing" / "garde.db";
  EXPECT_EQ(failure(open()), ErrorKind::not_found);
  file_ = directory_.path();
  EXPECT_EQ(failure(open()), ErrorKind::unreadable);
}

TEST_F(Sqlite, OpensAFileWhoseNameReadsLikeAnAddress) {
  file_ = directory_ / "file:é ?mode=memory&x=#1";
  EXPECT_TRUE(ok(open()));
  EXPECT_TRUE(std::filesystem::exists(file_));
}

TEST_F(Sqlite, IsBusyWhileAnotherProgramHoldsTheWholeFile) {
  filled();
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(raw, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE x (y)", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  EXPECT_EQ(failure(open()), ErrorKind::busy);
  sqlite3_close(raw);
  EXPECT_TRUE(ok(open()));
}

// Permissions do not stop root, so the part that must be refused runs as somebody else.
int without_rights(const std::function<int()>& body) {
  return run_forked([&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return 255;
    return body();
  });
}

TEST_F(Sqlite, IsUnreadableInAReadOnlyPlace) {
  filled();
  const auto code = [&] { return exit_code(open()); };
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0555), 0);
  ASSERT_EQ(::chmod(file_.c_str(), 0444), 0);
  EXPECT_EQ(without_rights(code), exit_code(ErrorKind::unreadable));
  ASSERT_EQ(::chmod(file_.c_str(), 0000), 0);
  EXPECT_EQ(without_rights(code), exit_code(ErrorKind::unreadable));
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0700), 0);
  ASSERT_EQ(::chmod(file_.c_str(), 0600), 0);
  EXPECT_TRUE(ok(open()));
}

// Writes settings until it fails, and gives the kind of the failure.
std::optional<ErrorKind> fill(Connection& connection) {
  const std::string kibibytes(64 * 1024, 'x');
  for (int i = 0; i < 1000; ++i) {
    const auto saved = save_setting(connection, default_practice(), "n" + std::to_string(i), kibibytes);
    if (!saved) return saved.error().kind;
  }
  return std::nullopt;
}

TEST_F(Sqlite, SaysWhenThereIsNoSpaceLeftAndKeepsWhatItHas) {
  const auto connection = filled();
  ASSERT_TRUE(ok(connection->run_script("PRAGMA max_page_count = 200")));
  EXPECT_EQ(fill(*connection), ErrorKind::no_space);
  EXPECT_EQ(load_setting(*connection, default_practice(), "kept"), "yes");
  ASSERT_TRUE(ok(connection->run_script("PRAGMA max_page_count = 100000")));
  EXPECT_TRUE(ok(save_setting(*connection, default_practice(), "later", "x")));
}

TEST_F(Sqlite, RollsATransactionBackWhenThereIsNoSpaceLeft) {
  const auto connection = filled();
  ASSERT_TRUE(ok(connection->run_script("PRAGMA max_page_count = 200")));
  const auto result = transact(*connection, [&]() -> Result<void> {
    TRY(save_setting(*connection, default_practice(), "kept", "no"));
    static_cast<void>(fill(*connection));
    return {};
  });
  EXPECT_EQ(failure(result), ErrorKind::no_space);
  EXPECT_EQ(load_setting(*connection, default_practice(), "kept"), "yes");
}

// The system's own refusal, in a process that may write no file beyond a size.
TEST_F(Sqlite, SaysWhenTheSystemRefusesToWriteMore) {
  filled();
  const auto limited = [&](rlim_t bytes) {
    return run_forked([&] {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{bytes, bytes};
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 255;
      const auto connection = open();
      if (!connection) return exit_code(connection);
      const auto kind = fill(**connection);
      // Reading goes on.
      if (load_setting(**connection, default_practice(), "kept") != "yes") return 254;
      return kind ? exit_code(*kind) : 0;
    });
  };
  EXPECT_EQ(limited(1 << 20), exit_code(ErrorKind::no_space));
  EXPECT_EQ(limited(4096), exit_code(ErrorKind::no_space));
  auto after = open();
  ASSERT_TRUE(ok(after));
  EXPECT_EQ(load_setting(**after, default_practice(), "kept"), "yes");
}

TEST_F(Sqlite, CannotCreateAFileWithoutSpace) {
  const int code = run_forked([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1024, 1024};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 255;
    return exit_code(open());
  });
  EXPECT_EQ(code, exit_code(ErrorKind::no_space));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path())) << "nothing half made is left";
  EXPECT_TRUE(ok(open()));
}

}  // namespace
}  // namespace garde::storage
