#include "storage/sqlite_error.h"

#include <cerrno>

#include <fmt/format.h>
#include <sqlite3.h>

namespace garde::storage {
namespace {

bool is_out_of_space(int system_error) {
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

ErrorKind kind_of_constraint(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY: return ErrorKind::conflict;
    default: return ErrorKind::invalid_input;
  }
}

ErrorKind kind_of(sqlite3* database, int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return kind_of_constraint(code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM: return ErrorKind::busy;
    case SQLITE_FULL: return ErrorKind::no_space;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return is_out_of_space(sqlite3_system_errno(database)) ? ErrorKind::no_space : ErrorKind::unreadable;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return ErrorKind::unreadable;
    case SQLITE_TOOBIG: return ErrorKind::invalid_input;
    case SQLITE_INTERRUPT: return ErrorKind::cancelled;
    // SQLITE_CORRUPT and SQLITE_NOTADB, and SQLITE_ERROR: our statements are all prepared by a test, so one
    // that names what is missing has met a schema that is not ours any more.
    default: return ErrorKind::damaged;
  }
}

}  // namespace

Error sqlite_error(sqlite3* database, int code, std::string_view subject) {
  return {kind_of(database, code), std::string(subject), std::nullopt,
          fmt::format("SQLite {}: {}", code, database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database))};
}

}  // namespace garde::storage
