#include "storage/transaction.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace garde::storage {

Result<Transaction> Transaction::begin(Connection& connection, TransactionKind kind) {
  GARDE_CHECK(!connection.in_transaction_);
  TRY(connection.begin(kind));
  connection.in_transaction_ = true;
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  if (connection_ == nullptr) return;
  connection_->roll_back();
  end(*connection_);
}

Result<void> Transaction::commit() {
  GARDE_CHECK(connection_ != nullptr);
  if (connection_->failure_) return *connection_->failure_;
  TRY(connection_->commit());
  end(*std::exchange(connection_, nullptr));
  return {};
}

void Transaction::end(Connection& connection) {
  connection.in_transaction_ = false;
  connection.failure_.reset();
}

void wait_before_attempt(int attempt) {
  // 1, 2, 4, … and at most 100 ms.
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(100, 1 << std::min(attempt - 1, 7))));
}

}  // namespace garde::storage
