#include "storage/transaction.h"

#include <thread>

#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"

namespace garde::storage {
namespace {

constexpr Sql kInsert = R"sql(INSERT INTO thing (id, number) VALUES (?, ?))sql";
constexpr Sql kSelectNumber = R"sql(SELECT number FROM thing WHERE id = ?)sql";
constexpr Sql kSetNumber = R"sql(UPDATE thing SET number = ? WHERE id = ?)sql";
constexpr Sql kCount = R"sql(SELECT count(*) FROM thing)sql";

std::int64_t count(Connection& connection) {
  const auto rows = read_one(connection.query(kCount), &Row::integer);
  EXPECT_TRUE(ok(rows));
  return rows.value_or(-1);
}

class Transactions : public EngineTest {
 protected:
  Transactions() {
    EXPECT_TRUE(ok(connection().run_script(in_words_of(
        engine(), "CREATE TABLE thing (id {integer} NOT NULL PRIMARY KEY, number {integer} NOT NULL) {strict}",
        Instant()))));
  }
  Result<std::uint64_t> insert(int id) { return connection().execute(kInsert, {id, 0}); }
};
GARDE_ON_EVERY_ENGINE(Transactions);
using TransactionsDeath = Transactions;
GARDE_ON_EVERY_ENGINE(TransactionsDeath);

TEST_P(Transactions, KeepWhatWasCommitted) {
  auto transaction = Transaction::begin(connection());
  ASSERT_TRUE(ok(transaction));
  ASSERT_TRUE(ok(insert(1)));
  ASSERT_TRUE(ok(transaction->commit()));
  EXPECT_EQ(count(connection()), 1);
}

TEST_P(Transactions, RollBackUnlessCommitted) {
  {
    auto transaction = Transaction::begin(connection());
    ASSERT_TRUE(ok(transaction));
    ASSERT_TRUE(ok(insert(1)));
  }
  EXPECT_EQ(count(connection()), 0);
  EXPECT_TRUE(ok(insert(1)));
}

TEST_P(Transactions, RefuseEverythingAfterAnError) {
  {
    auto transaction = Transaction::begin(connection());
    ASSERT_TRUE(ok(transaction));
    ASSERT_TRUE(ok(insert(1)));
    EXPECT_EQ(failure(insert(1)), ErrorKind::conflict);
    EXPECT_EQ(failure(insert(2)), ErrorKind::conflict);
    EXPECT_EQ(failure(connection().query(kCount)), ErrorKind::conflict);
    EXPECT_EQ(failure(transaction->commit()), ErrorKind::conflict);
  }
  EXPECT_EQ(count(connection()), 0);
}

TEST_P(Transactions, RefuseEverythingAfterAValueThatCannotBeStored) {
  const auto result = transact(connection(), [&]() -> Result<void> {
    TRY(insert(1));
    EXPECT_EQ(failure(connection().execute(kInsert, {2, "\xff"})), ErrorKind::invalid_input);
    return {};
  });
  EXPECT_EQ(failure(result), ErrorKind::invalid_input);
  EXPECT_EQ(count(connection()), 0);
}

TEST_P(Transactions, GiveBackWhatTheWorkReturns) {
  const auto result = transact(connection(), [&]() -> Result<std::string> {
    TRY(insert(1));
    return std::string("done");
  });
  EXPECT_EQ(result, "done");
  EXPECT_EQ(count(connection()), 1);
}

TEST_P(Transactions, RollBackWhenTheWorkFails) {
  const auto result = transact(connection(), [&]() -> Result<void> {
    TRY(insert(1));
    return Error{ErrorKind::cancelled, "work", std::nullopt, ""};
  });
  EXPECT_EQ(failure(result), ErrorKind::cancelled);
  EXPECT_EQ(count(connection()), 0);
}

TEST_P(TransactionsDeath, AbortInsideOneAnother) {
  auto transaction = Transaction::begin(connection());
  ASSERT_TRUE(ok(transaction));
  EXPECT_DEATH(static_cast<void>(Transaction::begin(connection())), "in_transaction_");
}

class ConcurrentTransactions : public Transactions {};
GARDE_ON_EVERY_SHARED_ENGINE(ConcurrentTransactions);

TEST_P(ConcurrentTransactions, HideWhatIsNotCommitted) {
  const auto other = connect();
  auto transaction = Transaction::begin(connection());
  ASSERT_TRUE(ok(transaction));
  ASSERT_TRUE(ok(insert(1)));
  EXPECT_EQ(count(*other), 0);
  ASSERT_TRUE(ok(transaction->commit()));
  EXPECT_EQ(count(*other), 1);
}

TEST_P(ConcurrentTransactions, AreBusyWhileAnotherHoldsTheLock) {
  ASSERT_TRUE(ok(insert(1)));
  const auto other = connect(std::chrono::milliseconds(50));
  auto transaction = Transaction::begin(connection());
  ASSERT_TRUE(ok(transaction));
  ASSERT_TRUE(ok(connection().execute(kSetNumber, {1, 1})));
  EXPECT_EQ(failure(other->execute(kSetNumber, {2, 1})), ErrorKind::busy);
  ASSERT_TRUE(ok(transaction->commit()));
  EXPECT_TRUE(ok(other->execute(kSetNumber, {2, 1})));
}

// Each reads a number, waits for the others to do so, and writes it back one higher: without isolation
// they would overwrite one another.
TEST_P(ConcurrentTransactions, LoseNoUpdateOfOneAnother) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 10;
  ASSERT_TRUE(ok(insert(1)));
  std::atomic<int> done = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, own = std::shared_ptr<Connection>(connect())] {
        for (int round = 0; round < kRounds; ++round) {
          const auto raised = transact(*own, [&]() -> Result<void> {
            const auto number = TRY(read_one(own->query(kSelectNumber, {1}), &Row::integer));
            std::this_thread::yield();
            TRY(own->execute(kSetNumber, {number + 1, 1}));
            return {};
          });
          if (raised)
            ++done;
          else
            EXPECT_EQ(raised.error().kind, ErrorKind::busy) << describe(raised.error());
        }
      });
    }
  }
  EXPECT_EQ(read_one(connection().query(kSelectNumber, {1}), &Row::integer), done);
  EXPECT_GE(done, kThreads * kRounds / 2);
}

// Write skew: each checks what the other changes. Repeatable reads would let both through.
TEST_P(ConcurrentTransactions, AreSerialisable) {
  ASSERT_TRUE(ok(insert(1)));
  ASSERT_TRUE(ok(insert(2)));
  const auto other = connect();
  const auto take_if_both_are_free = [](Connection& own, int id) {
    return transact(own, [&]() -> Result<bool> {
      const auto taken =
          TRY(read_one(own.query(R"sql(SELECT CAST(sum(number) AS BIGINT) FROM thing)sql"), &Row::integer));
      if (taken > 0) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      TRY(own.execute(kSetNumber, {1, id}));
      return true;
    });
  };
  Result<bool> first = false;
  Result<bool> second = false;
  {
    const std::jthread one([&] { first = take_if_both_are_free(connection(), 1); });
    const std::jthread two([&] { second = take_if_both_are_free(*other, 2); });
  }
  ASSERT_TRUE(ok(first));
  ASSERT_TRUE(ok(second));
  EXPECT_NE(*first, *second);
}

}  // namespace
}  // namespace garde::storage
