// Several changes that all happen or none.
//
//   return transact(connection, [&]() -> Result<void> {
//     TRY(save_answer(connection, answer));
//     return save_plan_item(connection, item);
//   });
//
// On both engines transactions are serialisable: the outcome is one that some order, one after the other,
// would give. SQLite takes its one write lock at the start and waits for it up to the connection's busy
// time-out. PostgreSQL runs them side by side and refuses one of two that met with `busy`.
#pragma once

#include <type_traits>

#include "base/result.h"
#include "storage/connection.h"

namespace garde::storage {

// Rolls back when it goes out of scope without commit(). The connection must outlive it; a connection has
// one at a time, and a second begin() aborts.
class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection, TransactionKind kind = TransactionKind::ordinary);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // Once this says so, the changes are on disk. After an error nothing of it is kept, save when the server
  // went away while committing (`unreachable`): then nobody knows.
  // Must be the last call.
  Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  void end(Connection& connection);
  Connection* connection_;  // null once ended
};

// With a little longer wait before each, a third of a second in all.
constexpr int kMaxTransactionAttempts = 10;
void wait_before_attempt(int attempt);

// Calls `work` in a transaction and commits when it succeeds. `work` returns a Result and may be called
// several times (PostgreSQL, after `busy`): it changes nothing but the database.
template <class Work>
std::invoke_result_t<Work&> transact(Connection& connection, Work work) {
  const int attempts = connection.engine() == Engine::postgresql ? kMaxTransactionAttempts : 1;
  for (int attempt = 1;; ++attempt) {
    auto once = [&]() -> std::invoke_result_t<Work&> {
      auto transaction = TRY(Transaction::begin(connection));
      auto result = work();
      if (result) TRY(transaction.commit());
      return result;
    };
    auto result = once();
    if (result || result.error().kind != ErrorKind::busy || attempt == attempts) return result;
    wait_before_attempt(attempt);
  }
}

}  // namespace garde::storage
