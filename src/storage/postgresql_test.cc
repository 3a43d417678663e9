#include "storage/postgresql.h"

#include <thread>

#include "storage/migrations.h"
#include "storage/postgresql_error.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

TEST(Postgresql, IsUnreachableWhereNobodyListens) {
  const auto refused = open_postgresql({.conninfo = "host=/nonexistent dbname=garde password=secret-word"});
  EXPECT_EQ(failure(refused), ErrorKind::unreachable);
  EXPECT_THAT(describe(refused.error()), testing::Not(testing::HasSubstr("secret-word")));
  EXPECT_EQ(failure(open_postgresql({.conninfo = "host=127.0.0.1 port=1 dbname=garde"})), ErrorKind::unreachable);
  EXPECT_EQ(failure(open_postgresql({.conninfo = "not a conninfo"})), ErrorKind::unreachable);
}

TEST(SqlState, MeansWhatACallerCanActOn) {
  EXPECT_EQ(kind_of_sqlstate(""), ErrorKind::unreachable);
  EXPECT_EQ(kind_of_sqlstate("57P01"), ErrorKind::unreachable);
  EXPECT_EQ(kind_of_sqlstate("40001"), ErrorKind::busy);
  EXPECT_EQ(kind_of_sqlstate("40P01"), ErrorKind::busy);
  EXPECT_EQ(kind_of_sqlstate("53300"), ErrorKind::busy);
  EXPECT_EQ(kind_of_sqlstate("53100"), ErrorKind::no_space);
  EXPECT_EQ(kind_of_sqlstate("23505"), ErrorKind::conflict);
  EXPECT_EQ(kind_of_sqlstate("23514"), ErrorKind::invalid_input);
  EXPECT_EQ(kind_of_sqlstate("25006"), ErrorKind::unreadable);
  EXPECT_EQ(kind_of_sqlstate("XX001"), ErrorKind::damaged);
  EXPECT_EQ(kind_of_sqlstate("42P01"), ErrorKind::damaged);
}

// These need the server.
class PostgresqlServer : public EngineTest {
 protected:
  // What the server answers when one of its own parts reports `sqlstate`.
  Result<void> raise(std::string_view sqlstate) {
    return connection().run_script("DO $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '" + std::string(sqlstate) +
                                   "'; END $$");
  }
  // As when the server restarts.
  static void end_other_sessions_of_this_test(Connection& own) {
    EXPECT_TRUE(ok(own.query(R"sql(
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid())sql")));
  }
  static constexpr Sql kAnything = R"sql(SELECT 1)sql";
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresqlServer);
INSTANTIATE_TEST_SUITE_P(Engines, PostgresqlServer, testing::ValuesIn(tested_postgresql()),
                         [](const auto& engine) { return name(engine.param); });

TEST_P(PostgresqlServer, ErrorsCarryTheirMeaning) {
  EXPECT_EQ(failure(raise("53100")), ErrorKind::no_space);
  EXPECT_EQ(failure(raise("25006")), ErrorKind::unreadable);
  EXPECT_EQ(failure(raise("XX002")), ErrorKind::damaged);
  EXPECT_EQ(failure(raise("57P03")), ErrorKind::unreachable);
}

TEST_P(PostgresqlServer, IsUnreadableWhenReadOnly) {
  ASSERT_TRUE(ok(connection().run_script("CREATE TABLE t (id INTEGER); SET default_transaction_read_only = on")));
  EXPECT_EQ(failure(connection().execute(R"sql(INSERT INTO t (id) VALUES (1))sql")), ErrorKind::unreadable);
}

TEST_P(PostgresqlServer, IsReachedAgainAfterItWasAway) {
  const auto other = connect();
  ASSERT_TRUE(ok(connection().query(kAnything)));
  end_other_sessions_of_this_test(*other);
  // At most one use meets the end of the old connection.
  const auto first = connection().query(kAnything);
  EXPECT_TRUE(first || first.error().kind == ErrorKind::unreachable) << describe(first.error());
  EXPECT_TRUE(ok(connection().query(kAnything)));
  EXPECT_EQ(read_one(connection().query(R"sql(SELECT current_setting('lock_timeout'))sql"), &Row::text), "10s");
}

TEST_P(PostgresqlServer, IsReachedAgainUnnoticedWhenItWentWhileNobodyAsked) {
  const auto other = connect();
  ASSERT_TRUE(ok(connection().query(kAnything)));
  end_other_sessions_of_this_test(*other);
  wait_for_the_other_sessions(*other);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // until its socket is closed, too
  EXPECT_TRUE(ok(transact(connection(), [&]() -> Result<void> {
    TRY(connection().query(kAnything));
    return {};
  })));
}

TEST_P(PostgresqlServer, LosesATransactionWithItsConnectionAndSaysSo) {
  ASSERT_TRUE(ok(connection().run_script("CREATE TABLE t (id BIGINT)")));
  const auto other = connect();
  int attempts = 0;
  const auto result = transact(connection(), [&]() -> Result<void> {
    ++attempts;
    TRY(connection().execute(R"sql(INSERT INTO t (id) VALUES (1))sql"));
    TRY(connection().query(kAnything));
    end_other_sessions_of_this_test(*other);
    TRY(connection().execute(R"sql(INSERT INTO t (id) VALUES (2))sql"));
    return {};
  });
  EXPECT_EQ(failure(result), ErrorKind::unreachable);
  EXPECT_EQ(attempts, 1);
  EXPECT_EQ(read_one(connection().query(R"sql(SELECT count(*) FROM t)sql"), &Row::integer), 0);
}

TEST_P(PostgresqlServer, DoesNotAnswerBeforeACommitIsOnDisk) {
  EXPECT_EQ(read_one(connection().query(R"sql(SELECT current_setting('synchronous_commit'))sql"), &Row::text), "on");
}

// Two transactions that take the same two rows in opposite order.
TEST_P(PostgresqlServer, GetsBothOfTwoThatBlockEachOtherDone) {
  ASSERT_TRUE(ok(connection().run_script(
      "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT); INSERT INTO t VALUES (1, 0), (2, 0)")));
  constexpr Sql kRaise = R"sql(UPDATE t SET n = n + 1 WHERE id = ?)sql";
  const auto other = connect();
  const auto raise_both = [&](Connection& own, int first, int second) {
    return transact(own, [&, first, second]() -> Result<void> {
      TRY(own.execute(kRaise, {first}));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      TRY(own.execute(kRaise, {second}));
      return {};
    });
  };
  Result<void> one, two;
  {
    const std::jthread a([&] { one = raise_both(connection(), 1, 2); });
    const std::jthread b([&] { two = raise_both(*other, 2, 1); });
  }
  EXPECT_TRUE(ok(one));
  EXPECT_TRUE(ok(two));
  EXPECT_EQ(read_one(connection().query(R"sql(SELECT n FROM t WHERE id = 1)sql"), &Row::integer), 2);
}

}  // namespace
}  // namespace garde::storage
