// The tables that are known, each by the names of its columns. docs/formats/account-exports.md
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/csv.h"
#include "accounts/exports/export.h"
#include "base/result.h"

namespace garde::accounts {

// How a format writes the last change of a password.
enum class TimeStyle : std::uint8_t { none, iso, epoch_seconds, epoch_milliseconds };

using ColumnNames = std::vector<std::string_view>;  // in lower case

// Of name, url, username and password the first that is not empty in a row. Columns that mean the same in
// every table, a one-time code or an archived entry, are below.
struct CsvFormat {
  ExportFormat format{};
  ColumnNames signature{};  // recognised when all are there, whatever the others and their order are
  ColumnNames name{}, url{}, username{}, password{};
  std::string_view changed{};
  TimeStyle time_style = TimeStyle::none;
  ColumnNames collection{};
  CsvEscape escape = CsvEscape::doubled_quote;
};

struct CsvHeader {
  std::vector<std::string> columns;  // lower case, trimmed

  bool has(std::string_view column) const;
  bool has_all(const ColumnNames& names) const;
  bool has_any(const ColumnNames& names) const;
  std::size_t first_of(const ColumnNames& names) const;  // where the first of them stands; past the end without one
};

struct KnownTable {
  const CsvFormat* format = nullptr;
  char separator = ',';
  bool separator_line = false;  // a first line "sep=;" stands before the header, as Excel writes it
  CsvHeader header;
};

// Columns that mean the same wherever they stand.
const ColumnNames& one_time_code_columns();
const ColumnNames& discarded_columns();  // "true" in one: archived, or in the bin
inline constexpr std::string_view kKindColumn = "type";

// With ',', ';', TAB or '|' between cells. unsupported: no known set of columns; invalid_input: a name twice. No error
// holds a byte of the text: the first line of a table without a header is somebody's password.
Result<KnownTable> recognise_table(std::string_view subject, std::span<const char> text);

}  // namespace garde::accounts
