// A line of a CSV file as spreadsheets in France read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace garde::documents {

// UTF-8 with a byte order mark, which begins the file.
inline constexpr std::string_view kCsvStart = "\xEF\xBB\xBF";

// Each cell between quotes, joined by semicolons, ended by CRLF. A cell that a spreadsheet would compute is made text.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace garde::documents
