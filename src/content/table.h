// Strict reading of content files (TOML). A reader takes each key it knows; what is missing, of the
// wrong type or left over becomes a Problem with its file and line, so an author sees all of them at once.
//
//   content::Problems problems;
//   if (auto document = content::parse(file, problems)) {
//     std::string title = document->text("title");
//     for (content::Table& row : document->tables("answer")) ...
//     document->finish();
//   }
//   if (!problems.empty()) ...
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "content/files.h"

namespace garde::content {

struct Problem {
  std::string file;
  std::uint32_t line = 0;  // from 1; 0 when the whole file is meant
  std::string text;        // English, for the author of the content
  bool operator==(const Problem&) const = default;
};
using Problems = std::vector<Problem>;

std::string describe(const Problem& problem);  // "questionnaire/2-backups.toml:12: text is missing"

class Table {
 public:
  // Required values: a missing or wrong one is a problem and reads as empty.
  std::string text(std::string_view key);
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);
  Date date(std::string_view key);

  // Optional values: only a wrong type is a problem.
  std::optional<std::string> optional_text(std::string_view key);
  std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t low, std::int64_t high);
  bool flag(std::string_view key);                       // false when absent
  std::vector<std::string> texts(std::string_view key);  // empty when absent
  std::vector<Table> tables(std::string_view key);       // [[key]]; empty when absent
  std::optional<Table> table(std::string_view key);      // [key]

  // For tables whose keys are data: every key in alphabetical order, and whether one holds a table.
  std::vector<std::string> keys() const;
  bool holds_table(std::string_view key) const;

  void problem(std::string text);  // records one at this table's own line
  // Every key not taken is a problem: misspellings never pass silently.
  void finish();

  const std::string& file() const;
  std::uint32_t line() const;

 private:
  friend std::optional<Table> parse(const File& file, Problems& problems);
  struct Source;
  Table(std::shared_ptr<const Source> source, const void* table, Problems* problems);

  std::shared_ptr<const Source> source_;  // shared: the tables cut from one document keep its text alive
  const void* table_;                     // a toml::table; toml++ is named in table.cc only
  Problems* problems_;
  std::set<std::string, std::less<>> taken_;
};

// Nothing, and a problem with its place, when the file is not TOML. `problems` must outlive the table.
std::optional<Table> parse(const File& file, Problems& problems);

}  // namespace garde::content
