#include "documents/csv.h"

namespace garde::documents {
namespace {

std::string cell(std::string_view text) {
  // =, +, -, @, tab and return start a formula in one spreadsheet or another (OWASP, CSV injection).
  const bool computes = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  std::string quoted = computes ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& text : cells) {
    if (!line.empty()) line += ';';
    line += cell(text);
  }
  return line + "\r\n";
}

}  // namespace garde::documents
