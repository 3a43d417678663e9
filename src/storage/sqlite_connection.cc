#include "storage/sqlite_connection.h"

#include <utility>
#include <variant>
#include <vector>

namespace garde::storage {
namespace {

// Statements are reused: whatever happens in a run, the next one starts afresh and holds no lock meanwhile.
class ResetAfterUse {
 public:
  explicit ResetAfterUse(sqlite3_stmt* statement) : statement_(statement) {}
  ResetAfterUse(const ResetAfterUse&) = delete;
  ResetAfterUse& operator=(const ResetAfterUse&) = delete;
  ~ResetAfterUse() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

Result<sqlite3_stmt*> SqliteConnection::prepared(Sql sql) {
  const auto known = statements_.find(sql.text());
  if (known != statements_.end()) return known->second.get();
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.text().data(), static_cast<int>(sql.text().size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, &tail);
  SqliteStatement statement(raw);
  if (code != SQLITE_OK) return error(code);
  GARDE_CHECK(statement != nullptr);  // empty
  // More than one statement would silently run the first alone.
  GARDE_CHECK(sql.text().find_first_not_of(" \n;", static_cast<std::size_t>(tail - sql.text().data())) ==
              std::string_view::npos);
  return statements_.emplace(sql.text(), std::move(statement)).first->second.get();
}

Result<void> SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Value> parameters) {
  GARDE_CHECK(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == parameters.size());
  // SQLITE_STATIC: the values outlive the run, and the bindings are cleared after it.
  struct Bind {
    sqlite3_stmt* statement;
    int index;
    int operator()(Null) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Blob& blob) const {
      // An empty vector may have no address, and no address means NULL.
      if (blob.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
      return sqlite3_bind_blob64(statement, index, blob.data(), blob.size(), SQLITE_STATIC);
    }
  };
  int index = 0;
  for (const Value& value : parameters) {
    const int code = std::visit(Bind{statement, ++index}, value.content());
    if (code != SQLITE_OK) return error(code);
  }
  return {};
}

Result<Row> SqliteConnection::read_row(Sql sql, sqlite3_stmt* statement) const {
  std::vector<Value> columns;
  const int count = sqlite3_column_count(statement);
  columns.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_NULL: columns.emplace_back(Null{}); break;
      case SQLITE_INTEGER: columns.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)}); break;
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        columns.emplace_back(std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        break;
      }
      case SQLITE_BLOB: {
        const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement, i));
        columns.emplace_back(std::span(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        break;
      }
      default: return Error{ErrorKind::damaged, name_, std::nullopt, "a floating-point number, which we never store"};
    }
  }
  return Row(sql, std::move(columns));
}

Result<Connection::Outcome> SqliteConnection::run(Sql sql, std::span<const Value> parameters) {
  sqlite3_stmt* statement = TRY(prepared(sql));
  const ResetAfterUse reset(statement);
  TRY(bind(statement, parameters));
  const bool writes_by_itself = sqlite3_stmt_readonly(statement) == 0 && sqlite3_get_autocommit(database_.get()) != 0;
  if (writes_by_itself) TRY(check_in_place());
  Outcome outcome;
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) return error(code);
    outcome.rows.push_back(TRY(read_row(sql, statement)));
  }
  // The counter keeps the number of an earlier statement when this one writes nothing.
  if (sqlite3_stmt_readonly(statement) == 0)
    outcome.changed = static_cast<std::uint64_t>(sqlite3_changes64(database_.get()));
  return outcome;
}

Result<void> SqliteConnection::run_engine_script(std::string_view script) {
  const int code = sqlite3_exec(database_.get(), std::string(script).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

Result<void> SqliteConnection::commit() {
  TRY(check_in_place());
  return run_engine_script("COMMIT");
}

// A file that was moved or removed while it was open takes what is written to it, and nobody finds that again.
Result<void> SqliteConnection::check_in_place() {
  int moved = 0;
  const int code = sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (code == SQLITE_OK && moved != 0)
    return Error{ErrorKind::unreadable, name_, std::nullopt, "moved or removed while it was open"};
  return {};
}

void SqliteConnection::roll_back() {
  // After some errors SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(database_.get()) != 0) return;
  sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  GARDE_CHECK(sqlite3_get_autocommit(database_.get()) != 0);
}

}  // namespace garde::storage
