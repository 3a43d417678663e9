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

// Whether a password stands in it, where every account of the computer can read it among the words of a program. libpq
// takes it from a file (~/.pgpass, PGPASSFILE, passfile=) or the environment (PGPASSWORD) as well.
bool names_a_password(const std::string& conninfo);

// `unreachable` when nobody answers there, or the answer is no; `unsupported` when the database does not hold
// its text as UTF-8.
Result<std::unique_ptr<Connection>> open_postgresql(const PostgresqlOptions& options);

}  // namespace garde::storage
