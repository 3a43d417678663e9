// PostgreSQL, for whoever hosts many practices.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "storage/connection.h"

namespace garde::storage {

struct PostgresqlOptions {
  // As libpq reads it: "host=/run/postgresql dbname=garde" or "postgresql://…". May hold a password: it is
  // never part of an error.
  std::string conninfo;
  // How long a statement waits for a lock before it fails with `busy`.
  std::chrono::milliseconds lock_timeout = std::chrono::seconds(5);
  // How long any statement but those of a migration may take before it fails with `busy`.
  std::chrono::milliseconds statement_timeout = std::chrono::seconds(60);
};

// `unreachable` when nobody answers there, or the answer is no; `unsupported` when the database does not hold
// its text as UTF-8.
Result<std::unique_ptr<Connection>> open_postgresql(const PostgresqlOptions& options);

}  // namespace garde::storage
