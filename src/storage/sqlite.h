// SQLite: the database inside Garde, one file, nothing to install.
//
// What is committed is on disk: write-ahead log with synchronous=FULL. Nothing of it is world-readable, and
// deleted content is overwritten. The schema in the file is not trusted: no triggers, no views, no functions
// with side effects run from it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "base/byte_count.h"
#include "base/result.h"
#include "storage/connection.h"

namespace garde::storage {

struct SqliteOptions {
  std::filesystem::path file;
  // How long a statement waits for another connection's write before it fails with `busy`.
  std::chrono::milliseconds lock_timeout = std::chrono::seconds(5);
};

// Opens the file, creating it (readable by its owner alone) when there is none; its directory must exist.
// Fails, without changing the file, as
//   damaged      it is not a database, or its structure is found broken
//   unsupported  a database of another program
//   unreadable   it cannot be opened for reading and writing
Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options);

// A database that lives as long as the connection.
Result<std::unique_ptr<Connection>> open_sqlite_in_memory();

}  // namespace garde::storage
