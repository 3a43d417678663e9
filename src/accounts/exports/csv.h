// Comma-separated values, strictly: RFC 4180 with ',', ';' or TAB, and LF or CRLF.
//
// A quoted cell may hold separators, line breaks and doubled quotes. What RFC 4180 forbids is not guessed: a
// quote in a bare cell spoils its row, a quoted cell that never ends or goes on after its quote ends the reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace garde::accounts {

constexpr std::size_t kMaxCsvColumns = 256;     // NordPass writes the most, 20
constexpr std::size_t kMaxCsvCell = 1U << 20U;  // bytes; notes are the long ones, and the tools stop at 10 000

struct CsvRow {
  std::uint64_t line = 0;  // the physical line it begins on, from 1
  bool stray_quote = false;
  bool line_end = false;                // false: the text ends with it, and may have been cut there
  std::vector<std::string_view> cells;  // valid while the reader's text lives
};

// KeePass 1.x writes \" and \\ inside quotes.
enum class CsvEscape : std::uint8_t { doubled_quote, backslash_too };

class CsvReader {
 public:
  // Cells are unescaped where they stand: `text` is changed, must outlive the rows, and nothing is copied.
  CsvReader(std::string_view subject, std::span<char> text, char separator, CsvEscape escape);

  // The next row that is not an empty line, or false at the end. `damaged` with the offset, or `invalid_input`
  // when a limit above is passed.
  Result<bool> next(CsvRow& row);

 private:
  Result<std::string_view> quoted_cell();
  std::string_view bare_cell(bool& stray_quote);
  bool at_line_end() const;
  Error error(ErrorKind kind, std::string_view detail) const;

  std::string_view subject_;
  std::span<char> text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  char separator_;
  CsvEscape escape_;
};

}  // namespace garde::accounts
