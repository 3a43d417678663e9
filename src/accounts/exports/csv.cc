#include "accounts/exports/csv.h"

#include <algorithm>
#include <string>

namespace garde::accounts {

CsvReader::CsvReader(std::string_view subject, std::span<char> text, char separator, CsvEscape escape)
    : subject_(subject), text_(text), separator_(separator), escape_(escape) {}

Result<bool> CsvReader::next(CsvRow& row) {
  while (at_ < text_.size() && at_line_end()) {
    at_ += text_[at_] == '\r' ? 2U : 1U;
    ++line_;
  }
  if (at_ == text_.size()) return false;
  row.line = line_;
  row.stray_quote = false;
  row.line_end = false;
  row.cells.clear();
  while (true) {
    if (row.cells.size() == kMaxCsvColumns) return error(ErrorKind::invalid_input, "too many columns");
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    const std::string_view cell = quoted ? TRY(quoted_cell()) : bare_cell(row.stray_quote);
    if (cell.size() > kMaxCsvCell) return error(ErrorKind::invalid_input, "a cell is too long");
    row.cells.push_back(cell);
    if (at_ == text_.size()) return true;
    if (at_line_end()) {
      at_ += text_[at_] == '\r' ? 2U : 1U;
      ++line_;
      row.line_end = true;
      return true;
    }
    if (text_[at_] != separator_) return error(ErrorKind::damaged, "a cell goes on after its closing quote");
    ++at_;
  }
}

Result<std::string_view> CsvReader::quoted_cell() {
  const std::size_t begin = ++at_;
  std::size_t end = begin;  // of what is unescaped; never past at_
  while (at_ < text_.size()) {
    char c = text_[at_++];
    const char after = at_ < text_.size() ? text_[at_] : '\0';
    if (c == '\\' && escape_ == CsvEscape::backslash_too && (after == '"' || after == '\\')) {
      c = after;
      ++at_;
    } else if (c == '"') {
      if (after != '"') return std::string_view(text_.data() + begin, end - begin);
      ++at_;
    } else if (c == '\n') {
      ++line_;
    }
    text_[end++] = c;
  }
  at_ = begin - 1;
  return error(ErrorKind::damaged, "a quoted cell never ends");
}

std::string_view CsvReader::bare_cell(bool& stray_quote) {
  const std::size_t begin = at_;
  for (; at_ < text_.size() && text_[at_] != separator_ && !at_line_end(); ++at_)
    if (text_[at_] == '"') stray_quote = true;
  return {text_.data() + begin, at_ - begin};
}

bool CsvReader::at_line_end() const {
  return text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
}

Error CsvReader::error(ErrorKind kind, std::string_view detail) const {
  return Error{kind, std::string(subject_), at_, std::string(detail)};
}

}  // namespace garde::accounts
