// What SQLite's result codes mean to a caller of ours.
#pragma once

#include <string_view>

#include "base/result.h"

struct sqlite3;

namespace garde::storage {

// For the call on `database` that has just returned `code`. `subject` is the file.
Error sqlite_error(sqlite3* database, int code, std::string_view subject);

}  // namespace garde::storage
