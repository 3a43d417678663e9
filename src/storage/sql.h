// The text of a statement: always a constant of the program.
//
//   constexpr Sql kSelectSetting = R"sql(SELECT value FROM setting WHERE practice_id = ? AND name = ?)sql";
//
// Only a compile-time constant converts to Sql, so no statement can be put together from what somebody
// typed. Raw strings use the delimiter `sql`: a test finds every one of them in this folder and has both
// engines prepare it.
//
// Statements keep to what both engines understand in the same way: `?` for parameters; NULLS FIRST or LAST
// in every ORDER BY on a column that may be null; no lower(), date functions, INSERT OR …, DISTINCT ON;
// sums are cast to BIGINT.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace garde::storage {

class Sql {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): the raw string is the statement.
  consteval Sql(const char* text) : text_(text) {}
  // A constant of the program: it can be kept for ever.
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct NumberedSql {
  std::string text;
  std::size_t parameters = 0;
};

// `?` becomes $1, $2, … as PostgreSQL writes them; those in strings, quoted names and comments stay.
NumberedSql number_parameters(std::string_view sql);

}  // namespace garde::storage
