#include "storage/sqlite.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "io/private_files.h"
#include "storage/sqlite_connection.h"
#include "storage/sqlite_error.h"

namespace garde::storage {
namespace {

constexpr std::int64_t kApplicationId = 0x47617264;  // "Gard", in bytes 68 to 71 of the file

Result<SqliteHandle> open_handle(const std::string& name) {
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  SqliteHandle database(raw);
  if (code != SQLITE_OK) return sqlite_error(raw, code, name);
  return database;
}

Result<void> execute(sqlite3* database, const char* script, std::string_view name) {
  const int code = sqlite3_exec(database, script, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(database, code, name);
  return {};
}

// The first column of the first row.
Result<std::string> ask(sqlite3* database, const char* question, std::string_view name) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(database, question, -1, &raw, nullptr);
  const SqliteStatement statement(raw);
  if (code == SQLITE_OK) code = sqlite3_step(raw);
  if (code != SQLITE_ROW) return sqlite_error(database, code, name);
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
  return std::string(text == nullptr ? "" : text);
}

// What belongs to the connection; nothing here reads or writes the file.
Result<void> configure(sqlite3* database, std::chrono::milliseconds lock_timeout, std::string_view name) {
  struct Switch {
    int option;
    int value;
  };
  constexpr std::array kSwitches{
      Switch{SQLITE_DBCONFIG_DEFENSIVE, 1},      Switch{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      Switch{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, Switch{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      Switch{SQLITE_DBCONFIG_ENABLE_FKEY, 1},    Switch{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
      Switch{SQLITE_DBCONFIG_DQS_DML, 0},        Switch{SQLITE_DBCONFIG_DQS_DDL, 0},
  };
  for (const Switch& wanted : kSwitches) {
    int now = -1;
    sqlite3_db_config(database, wanted.option, wanted.value, &now);
    GARDE_CHECK(now == wanted.value);
  }
  // A row is a value and a few short ones; a longer one comes from a damaged file.
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, static_cast<int>((kMaxValueBytes + 1_MiB).value));
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_busy_timeout(database, static_cast<int>(lock_timeout.count()));
  // Temporary data stays in memory: no copy of a row in /tmp.
  return execute(database,
                 "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
                 "PRAGMA temp_store = MEMORY; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;",
                 name);
}

// The file appears under its name complete: marked as ours and in WAL mode. So an empty file is never a new
// database but one that has lost its content.
Result<void> create(const std::filesystem::path& file) {
  const auto temporary = TRY(io::create_private_file_beside(file));
  const std::string name = temporary.string();
  auto made = [&]() -> Result<void> {
    const SqliteHandle database = TRY(open_handle(name));
    TRY(execute(database.get(),
                fmt::format("PRAGMA synchronous = FULL; PRAGMA application_id = {}", kApplicationId).c_str(), name));
    return execute(database.get(), "PRAGMA journal_mode = WAL", name);
  }();
  if (!made) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    return made;
  }
  const auto published = io::publish(temporary, file);
  // Somebody else was first: that one is opened.
  if (!published && published.error().kind != ErrorKind::conflict) return published;
  return {};
}

Result<void> recognise(sqlite3* database, std::string_view name) {
  const auto id = TRY(ask(database, "PRAGMA application_id", name));
  if (id != std::to_string(kApplicationId))
    return Error{ErrorKind::unsupported, std::string(name), std::nullopt, "application_id " + id + " is not Garde's"};
  if (sqlite3_db_readonly(database, "main") != 0)
    return Error{ErrorKind::unreadable, std::string(name), std::nullopt, "read-only"};
  return {};
}

// A file of this size takes 0.1 s when it holds documents and 1.5 s when it is all short rows, more where the
// disk has to fetch it.
constexpr ByteCount kFullCheckLimit = 64_MiB;

// Pages, order of keys, types, and that each index holds every row: an index that lost one would hide it. Over
// the limit that of every table but the documents', which make nearly all of a large database and have their own
// SHA-256, compared when they are read.
Result<void> check_structure(sqlite3* database, ByteCount size, std::string_view name) {
  const char* everything = "PRAGMA integrity_check(1)";
  const char* without_documents =
      "SELECT coalesce(min(integrity_check), 'ok') FROM sqlite_schema, pragma_integrity_check(name)"
      " WHERE type = 'table' AND name <> 'document' AND integrity_check <> 'ok'";
  const auto finding = TRY(ask(database, size <= kFullCheckLimit ? everything : without_documents, name));
  if (finding != "ok") return Error{ErrorKind::damaged, std::string(name), std::nullopt, finding};
  return {};
}

// The mode is part of the file since it was created; this finds out that the place it is in allows it.
Result<void> use_write_ahead_log(sqlite3* database, std::string_view name) {
  const auto mode = TRY(ask(database, "PRAGMA journal_mode = WAL", name));
  if (mode != "wal") return Error{ErrorKind::unreadable, std::string(name), std::nullopt, "no WAL here: " + mode};
  return {};
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options) {
  // Absolute, so that no name reads as one of SQLite's "file:" addresses.
  const std::filesystem::path file = std::filesystem::absolute(options.file);
  const std::string name = file.string();
  std::error_code failure;
  const auto status = std::filesystem::status(file, failure);
  if (status.type() == std::filesystem::file_type::not_found) {
    TRY(create(file));
  } else if (failure || status.type() != std::filesystem::file_type::regular) {
    return Error{ErrorKind::unreadable, name, std::nullopt, failure ? failure.message() : "not a regular file"};
  }
  const ByteCount size{std::filesystem::file_size(file, failure)};
  if (failure) return Error{ErrorKind::unreadable, name, std::nullopt, failure.message()};
  if (size == 0_B) return Error{ErrorKind::damaged, name, std::nullopt, "empty"};
  SqliteHandle database = TRY(open_handle(name));
  TRY(configure(database.get(), options.lock_timeout, name));
  TRY(recognise(database.get(), name));
  TRY(check_structure(database.get(), size, name));
  TRY(use_write_ahead_log(database.get(), name));
  return std::make_unique<SqliteConnection>(std::move(database), name);
}

Result<std::unique_ptr<Connection>> open_sqlite_in_memory() {
  const std::string name = ":memory:";
  SqliteHandle database = TRY(open_handle(name));
  TRY(configure(database.get(), SqliteOptions{}.lock_timeout, name));
  return std::make_unique<SqliteConnection>(std::move(database), name);
}

}  // namespace garde::storage
