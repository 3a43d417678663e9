// A connection to the database that holds everything Garde keeps: SQLite or PostgreSQL, one behaviour.
//
//   Rows rows = TRY(connection.query(kSelectAnswers, {practice}));
//   auto changed = TRY(connection.execute(kDeleteAnswer, {practice, question}));
//
// Errors, on both engines:
//   busy           somebody else holds a lock, or two transactions met: try again
//   conflict       a row with that key exists already, or a row that is referred to does not
//   invalid_input  a value no engine stores: text that is not UTF-8 or holds NUL, over kMaxValueBytes,
//                  refused by a CHECK or NOT NULL
//   no_space       the disk is full
//   unreadable     the system refused: read-only, permission, I/O error
//   unreachable    the server is away; the next use outside a transaction connects again
//   damaged        the database contradicts itself, or lacks what our statements name
// The detail is for the log and holds no value of a row.
//
// A wrong number of parameters is our own mistake and aborts. One thread at a time uses a connection.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"
#include "storage/row.h"
#include "storage/sql.h"
#include "storage/value.h"

namespace garde::storage {

enum class Engine : std::uint8_t { sqlite, postgresql };

// A scanned letter is a few MiB. Both engines hold a whole value in memory, several times over.
constexpr ByteCount kMaxValueBytes = 32_MiB;

// What a transaction is for, where the engines need to know.
enum class TransactionKind : std::uint8_t {
  ordinary,   // as if no other ran at the same time
  migration,  // one at a time in the whole database, and sees what the one before committed
};

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Engine engine() const = 0;
  bool in_transaction() const { return in_transaction_; }

  // All rows at once: a statement that could give many has a LIMIT.
  Result<Rows> query(Sql statement, std::initializer_list<Value> parameters = {});
  // The number of rows inserted, updated or deleted.
  Result<std::uint64_t> execute(Sql statement, std::initializer_list<Value> parameters = {});
  // Several statements separated by ';' and without parameters, in the words of this engine: migrations.
  Result<void> run_script(std::string_view script);

 protected:
  Connection() = default;

  struct Outcome {
    Rows rows;
    std::uint64_t changed = 0;
  };
  virtual Result<Outcome> run(Sql statement, std::span<const Value> parameters) = 0;
  virtual Result<void> run_engine_script(std::string_view script) = 0;
  virtual Result<void> begin(TransactionKind kind) = 0;
  virtual Result<void> commit() = 0;
  // Leaves no transaction open, whatever happened before.
  virtual void roll_back() = 0;

 private:
  friend class Transaction;
  Result<Outcome> checked_run(Sql statement, std::span<const Value> parameters);

  bool in_transaction_ = false;
  // Why the open transaction can only be rolled back: after one error every statement repeats it.
  std::optional<Error> failure_;
};

}  // namespace garde::storage
