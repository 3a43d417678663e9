#include "accounts/exports/csv.h"

#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

using Lines = std::vector<std::string>;

// "line: cell|cell", with a '!' where a quote strayed; the last line is the error, if any.
Lines rows_of(std::string text, char separator = ',', CsvEscape escape = CsvEscape::doubled_quote) {
  CsvReader reader("file", text, separator, escape);
  Lines lines;
  CsvRow row;
  while (true) {
    const Result<bool> read = reader.next(row);
    if (!read) {
      lines.push_back(describe(read.error()));
      return lines;
    }
    if (!*read) return lines;
    lines.push_back(fmt::format("{}{}: {}", row.line, row.stray_quote ? "!" : "", fmt::join(row.cells, "|")));
  }
}

TEST(Csv, ReadsCellsThatHoldSeparatorsLineBreaksAndQuotes) {
  EXPECT_EQ(rows_of("a,\"b,\"\"c\"\"\nd\",e\r\nf,,g"), (Lines{"1: a|b,\"c\"\nd|e", "3: f||g"}));
}

TEST(Csv, CountsPhysicalLinesAndPassesOverEmptyOnes) {
  EXPECT_EQ(rows_of("\r\na\n\n\n\"b\n\n\"\nc\n"), (Lines{"2: a", "5: b\n\n", "8: c"}));
}

TEST(Csv, KeepsEmptyCellsAtBothEnds) { EXPECT_EQ(rows_of(",a,"), Lines{"1: |a|"}); }

TEST(Csv, GivesNoRowForAnEmptyText) { EXPECT_EQ(rows_of(""), Lines{}); }

TEST(Csv, ReadsAnEmptyQuotedCellAtTheVeryEnd) { EXPECT_EQ(rows_of("a,\"\""), Lines{"1: a|"}); }

TEST(Csv, MarksARowWhoseBareCellHoldsAQuote) { EXPECT_EQ(rows_of("a\"b,c\nd,e\n"), (Lines{"1!: a\"b|c", "2: d|e"})); }

TEST(Csv, TakesALoneCarriageReturnAsAPartOfTheCell) { EXPECT_EQ(rows_of("a\rb,c\n"), Lines{"1: a\rb|c"}); }

TEST(Csv, StopsAtAQuotedCellThatNeverEnds) {
  EXPECT_EQ(rows_of("a,b\nc,\"d\ne,f\n"), (Lines{"1: a|b", "damaged: file at byte 6: a quoted cell never ends"}));
}

TEST(Csv, StopsAtACellThatGoesOnAfterItsClosingQuote) {
  EXPECT_EQ(rows_of("\"a\"b,c\n"), Lines{"damaged: file at byte 3: a cell goes on after its closing quote"});
}

TEST(Csv, LeavesBackslashesAloneUnlessTheFormatEscapesWithThem) {
  EXPECT_EQ(rows_of(R"("a\\b","c")"), Lines{R"(1: a\\b|c)"});
  EXPECT_EQ(rows_of(R"("a\\b","\"c","d\e")", ',', CsvEscape::backslash_too), Lines{R"(1: a\b|"c|d\e)"});
}

TEST(Csv, ReadsAsManyColumnsAsTheLimitAndNotOneMore) {
  const std::string most(kMaxCsvColumns - 1, ',');
  EXPECT_EQ(rows_of(most).size(), 1U);
  EXPECT_EQ(rows_of(most + ','), Lines{"invalid_input: file at byte 256: too many columns"});
}

TEST(Csv, ReadsACellAsLongAsTheLimitAndNotOneByteMore) {
  EXPECT_EQ(rows_of(std::string(kMaxCsvCell, 'x')).front().size(), kMaxCsvCell + 3);
  EXPECT_EQ(rows_of(std::string(kMaxCsvCell + 1, 'x')).front().substr(0, 14), "invalid_input:");
  EXPECT_EQ(rows_of('"' + std::string(kMaxCsvCell + 1, 'x') + '"').front().substr(0, 14), "invalid_input:");
}

}  // namespace
}  // namespace garde::accounts
