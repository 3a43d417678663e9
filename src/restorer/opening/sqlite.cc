// SQLite reads its own files, and checks every page, cell and index of them.
#include <array>
#include <memory>

#include <sqlite3.h>

#include "base/hex.h"
#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

std::string as_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-';
    if (plain) {
      uri.push_back(c);
    } else {
      uri += '%' + to_hex(std::as_bytes(std::span(&c, 1)));
    }
  }
  // Immutable: no lock, no journal, no shared memory beside the file. What a log beside it holds is not looked at.
  return uri + "?mode=ro&immutable=1";
}

// What SQLite could not do: of the file, unless it says that the computer failed.
Opening refused(int status) {
  constexpr int kPrimary = 0xff;
  switch (status & kPrimary) {
    case SQLITE_NOMEM: return not_read(OpeningReason::no_memory);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: return broken(OpeningReason::unreadable);
    default: return broken(OpeningReason::database_damaged);
  }
}

}  // namespace

Opening open_sqlite(const std::string& path_on_disk) {
  sqlite3* raw = nullptr;
  const int status =
      ::sqlite3_open_v2(as_uri(path_on_disk).c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, ::sqlite3_close);
  if (status != SQLITE_OK) return refused(status);
  // Nothing that the file itself brings is run.
  ::sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  ::sqlite3_exec(raw, "PRAGMA cell_size_check=ON", nullptr, nullptr, nullptr);
  sqlite3_stmt* statement = nullptr;
  const int prepared = ::sqlite3_prepare_v2(raw, "PRAGMA integrity_check(1)", -1, &statement, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(statement, ::sqlite3_finalize);
  if (prepared != SQLITE_OK || ::sqlite3_step(statement) != SQLITE_ROW) return refused(::sqlite3_errcode(raw));
  const auto* text = ::sqlite3_column_text(statement, 0);
  const std::string_view verdict = text == nullptr ? "" : reinterpret_cast<const char*>(text);
  return verdict == "ok" ? opened() : broken(OpeningReason::database_damaged);
}

}  // namespace garde::restorer::opening
