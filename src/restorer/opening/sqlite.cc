// SQLite reads its own files, and checks every page, cell and index of them.
#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

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
    case SQLITE_INTERRUPT: return not_read(OpeningReason::too_large);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: return broken(OpeningReason::unreadable);
    default: return broken(OpeningReason::database_damaged);
  }
}

// A database brings expressions, of its indexes and of its tables' conditions, which a check of it evaluates. Those
// that take as long as their arguments are long may be called; the others can be made to last for ever by a small file.
constexpr auto kLinear = std::to_array<std::string_view>(
    {"abs",    "char",         "coalesce",   "date",      "datetime", "hex",    "ifnull", "iif",     "julianday",
     "length", "lower",        "ltrim",      "max",       "min",      "nullif", "quote",  "round",   "rtrim",
     "sign",   "strftime",     "substr",     "substring", "time",     "trim",   "typeof", "unicode", "unixepoch",
     "upper",  "json_extract", "json_valid", "json",      "->",       "->>"});
constexpr int kLongestPattern = 64;                // of LIKE and GLOB, which are quadratic
constexpr std::chrono::minutes kLongestCheck{10};  // of one database: hundreds of gigabytes
constexpr int kStepsBetweenLooks = 1000;

void refuse_to_run(sqlite3_context* context, int /*count*/, sqlite3_value** /*values*/) {
  *static_cast<bool*>(::sqlite3_user_data(context)) = true;
  ::sqlite3_result_error(context, "not run here", -1);
}

// Sets `refused` when the database asks for one of the others.
void keep_to_linear_functions(sqlite3* database, bool& refused) {
  ::sqlite3_limit(database, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kLongestPattern);
  sqlite3_stmt* statement = nullptr;
  ::sqlite3_prepare_v2(database, "SELECT DISTINCT name, narg FROM pragma_function_list WHERE type = 's'", -1,
                       &statement, nullptr);
  std::vector<std::pair<std::string, int>> others;
  while (statement != nullptr && ::sqlite3_step(statement) == SQLITE_ROW) {
    const std::string name = reinterpret_cast<const char*>(::sqlite3_column_text(statement, 0));
    const bool may_run = std::ranges::find(kLinear, name) != kLinear.end() || name == "like" || name == "glob";
    if (!may_run) others.emplace_back(name, ::sqlite3_column_int(statement, 1));
  }
  ::sqlite3_finalize(statement);
  for (const auto& [name, arguments] : others)
    ::sqlite3_create_function_v2(database, name.c_str(), arguments, SQLITE_UTF8 | SQLITE_INNOCUOUS, &refused,
                                 refuse_to_run, nullptr, nullptr, nullptr);
}

using Clock = std::chrono::steady_clock;
int is_past(void* until) { return Clock::now() > *static_cast<const Clock::time_point*>(until) ? 1 : 0; }

std::optional<std::uint64_t> count_tables(sqlite3* database) {
  constexpr const char* kCount =
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'";
  sqlite3_stmt* statement = nullptr;
  const int prepared = ::sqlite3_prepare_v2(database, kCount, -1, &statement, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(statement, ::sqlite3_finalize);
  if (prepared != SQLITE_OK || ::sqlite3_step(statement) != SQLITE_ROW) return std::nullopt;
  return static_cast<std::uint64_t>(::sqlite3_column_int64(statement, 0));
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
  bool asked_to_run = false;
  keep_to_linear_functions(raw, asked_to_run);
  Clock::time_point until = Clock::now() + kLongestCheck;
  ::sqlite3_progress_handler(raw, kStepsBetweenLooks, is_past, &until);
  sqlite3_stmt* statement = nullptr;
  const int prepared = ::sqlite3_prepare_v2(raw, "PRAGMA integrity_check(1)", -1, &statement, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(statement, ::sqlite3_finalize);
  const bool is_checked = prepared == SQLITE_OK && ::sqlite3_step(statement) == SQLITE_ROW;
  if (asked_to_run) return not_read(OpeningReason::form_not_read);
  if (!is_checked) return refused(::sqlite3_errcode(raw));
  const auto* text = ::sqlite3_column_text(statement, 0);
  const std::string_view verdict = text == nullptr ? "" : reinterpret_cast<const char*>(text);
  if (verdict != "ok") return broken(OpeningReason::database_damaged);
  Opening opening = opened();
  opening.tables = count_tables(raw);
  return opening;
}

}  // namespace garde::restorer::opening
