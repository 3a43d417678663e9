// What was acknowledged is there, whenever the process that acknowledged it was killed.
#include <array>
#include <csignal>
#include <random>
#include <thread>

#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"
#include "storage/testing/forked.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

constexpr std::string_view kTables = R"(
CREATE TABLE first (id {integer} NOT NULL PRIMARY KEY) {strict};
CREATE TABLE second (id {integer} NOT NULL PRIMARY KEY, padding {text} NOT NULL) {strict};
)";
constexpr Sql kInsertFirst = R"sql(INSERT INTO first (id) VALUES (?))sql";
constexpr Sql kInsertSecond = R"sql(INSERT INTO second (id, padding) VALUES (?, ?))sql";
constexpr Sql kSelectFirst = R"sql(SELECT id FROM first ORDER BY id)sql";
constexpr Sql kSelectSecond = R"sql(SELECT id FROM second ORDER BY id)sql";

class Durability : public EngineTest {
 protected:
  std::vector<std::int64_t> ids(Connection& connection, Sql statement) {
    const auto all = read_all(connection.query(statement), &Row::integer);
    EXPECT_TRUE(ok(all));
    return all.value_or(std::vector<std::int64_t>());
  }
};
GARDE_ON_EVERY_SHARED_ENGINE(Durability);

// Commits row after row from `id` on, and says which on the pipe once it is committed. Never ends by itself.
int commit_and_acknowledge(Connection& connection, std::int64_t id, int pipe) {
  for (;; ++id) {
    const auto committed = transact(connection, [&]() -> Result<void> {
      TRY(connection.execute(kInsertFirst, {id}));
      TRY(connection.execute(kInsertSecond, {id, std::string(3000, 'x')}));
      return {};
    });
    if (!committed || ::write(pipe, &id, sizeof id) != sizeof id) return 1;
  }
}

TEST_P(Durability, OutlivesAKillAtAnyMoment) {
  ASSERT_TRUE(ok(connection().run_script(in_words_of(engine(), kTables, Instant()))));
  close();  // SQLite's locks must not cross a fork
  std::mt19937 random(20261123);
  std::int64_t acknowledged = 0;  // the last one
  std::int64_t next = 1;
  constexpr int kRounds = 30;
  for (int round = 0; round < kRounds; ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = start_forked([&] { return commit_and_acknowledge(*connect(), next, pipe[1]); });
    ::close(pipe[1]);
    // Every other round is cut only once it has acknowledged something, however slow the machine is.
    std::int64_t id = 0;
    if (round % 2 == 0 && ::read(pipe[0], &id, sizeof id) == sizeof id) acknowledged = id;
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    while (::read(pipe[0], &id, sizeof id) == sizeof id) acknowledged = id;
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "ended by itself";

    const auto reopened = connect();
    wait_for_the_other_sessions(*reopened);
    const auto first = ids(*reopened, kSelectFirst);
    EXPECT_EQ(first, ids(*reopened, kSelectSecond)) << "half a transaction";
    // From 1 without a gap, up to what was acknowledged or, when the kill came between, one more.
    const auto last = static_cast<std::int64_t>(first.size());
    EXPECT_TRUE(first.empty() || (first.front() == 1 && first.back() == last));
    EXPECT_GE(last, acknowledged);
    EXPECT_LE(last, std::max(acknowledged, next - 1) + 1);
    next = last + 1;
  }
  EXPECT_GE(acknowledged, kRounds / 2);
}

}  // namespace
}  // namespace garde::storage
