// A configured SQLite handle as a Connection. Only sqlite.cc makes one.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <sqlite3.h>

#include "storage/connection.h"
#include "storage/sqlite_error.h"

namespace garde::storage {

struct CloseSqlite {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeSqliteStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, FinalizeSqliteStatement>;

class SqliteConnection final : public Connection {
 public:
  // `name` is the subject of errors: the file.
  SqliteConnection(SqliteHandle database, std::string name) : database_(std::move(database)), name_(std::move(name)) {}

  Engine engine() const override { return Engine::sqlite; }

 private:
  Result<Outcome> run(Sql statement, std::span<const Value> parameters) override;
  Result<void> run_engine_script(std::string_view script) override;
  Result<void> begin(TransactionKind) override { return run_engine_script("BEGIN IMMEDIATE"); }
  Result<void> commit() override;
  void roll_back() override;

  Result<sqlite3_stmt*> prepared(Sql sql);
  Result<void> check_in_place();
  Result<void> bind(sqlite3_stmt* statement, std::span<const Value> parameters);
  Result<Row> read_row(Sql sql, sqlite3_stmt* statement) const;
  Error error(int code) const { return sqlite_error(database_.get(), code, name_); }

  SqliteHandle database_;
  std::string name_;
  // By the text of the statement, which is a constant of the program.
  std::unordered_map<std::string_view, SqliteStatement> statements_;
};

}  // namespace garde::storage
