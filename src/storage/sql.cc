#include "storage/sql.h"

namespace garde::storage {
namespace {

// Where the string, quoted name or comment that opens at `start` ends; `start` itself when none opens there.
std::size_t end_of_quoted(std::string_view sql, std::size_t start) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const std::size_t at = sql.find(closing, from);
    return at == std::string_view::npos ? sql.size() : at + closing.size();
  };
  const std::string_view rest = sql.substr(start);
  // A doubled quote inside a string reads as two strings side by side, which ends in the same place.
  if (rest.starts_with('\'')) return after("'", start + 1);
  if (rest.starts_with('"')) return after("\"", start + 1);
  if (rest.starts_with("--")) return after("\n", start);
  if (rest.starts_with("/*")) return after("*/", start + 2);
  return start;
}

}  // namespace

NumberedSql number_parameters(std::string_view sql) {
  NumberedSql numbered;
  numbered.text.reserve(sql.size() + 16);
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t end = end_of_quoted(sql, at);
    if (end > at) {
      numbered.text += sql.substr(at, end - at);
      at = end;
    } else if (sql[at] == '?') {
      numbered.text += '$' + std::to_string(++numbered.parameters);
      ++at;
    } else {
      numbered.text += sql[at++];
    }
  }
  return numbered;
}

}  // namespace garde::storage
