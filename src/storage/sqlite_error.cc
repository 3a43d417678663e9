#include "storage/sqlite_error.h"

#include <cerrno>

#include <fmt/format.h>
#include <sqlite3.h>

namespace garde::storage {
namespace {

// SQLite itself recognises a full disk, and calls a quota or a file-size limit a failed write.
bool was_refused_for_space(sqlite3* database) {
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    int system_error = 0;
    if (sqlite3_file_control(database, "main", which, &file) == SQLITE_OK && file != nullptr &&
        file->pMethods != nullptr)
      file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &system_error);
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG) return true;
  }
  return false;
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

ErrorKind kind_of_io_error(sqlite3* database, int code) {
  // No room for the index of the write-ahead log: so says SQLite's documentation.
  if (code == SQLITE_IOERR_SHMSIZE) return ErrorKind::no_space;
  return was_refused_for_space(database) ? ErrorKind::no_space : ErrorKind::unreadable;
}

ErrorKind kind_of(sqlite3* database, int code) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return kind_of_constraint(code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM: return ErrorKind::busy;
    case SQLITE_FULL: return ErrorKind::no_space;
    case SQLITE_IOERR: return kind_of_io_error(database, code);
    case SQLITE_CANTOPEN:
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
