// Every table, as it comes back from a spreadsheet, from another version of its tool, or from a careless hand.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "accounts/exports/export.h"
#include "accounts/exports/testing/exports.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::sample;
using testing::skipped_of;

using Row = std::vector<std::string>;

struct Table {
  std::vector<Row> rows;  // the first is the header
};

// Commas, doubled quotes and quoted line breaks: nothing else stands in the samples given to it.
Table parse(std::string_view text) {
  Table table;
  Row row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      row.back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      row.emplace_back();
    } else if (!quoted && c == '\n') {
      table.rows.push_back(std::exchange(row, Row(1)));
    } else if (quoted || c != '\r') {
      row.back() += c;
    }
  }
  if (row != Row(1)) table.rows.push_back(row);
  return table;
}

// As a spreadsheet does: quotes only where they are needed.
std::string write(const Table& table, char separator, std::string_view line_end) {
  std::string text;
  for (const Row& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += separator;
      if (row[i].find_first_of(std::string("\"\r\n") + separator) == std::string::npos) {
        text += row[i];
        continue;
      }
      text += '"';
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += line_end;
  }
  return text;
}

// What a French Windows writes. Every code point of the samples is in it.
std::string windows_1252(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (utf8.substr(i).starts_with("€")) {
      bytes += '\x80';
      i += 2;
    } else if (byte >= 0xC2 && byte <= 0xC3) {
      bytes += static_cast<char>((byte & 3U) << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3FU));
    } else {
      bytes += utf8[i];
    }
  }
  return bytes;
}

class TableOfEachTool : public ::testing::TestWithParam<std::string_view> {
 protected:
  const std::string text_ = sample(GetParam());
  const Table table_ = parse(text_);

  static void expect_same(const std::string& variant, const std::string& original) {
    const auto of_variant = read_text(variant);
    const auto of_original = read_text(original);
    ASSERT_TRUE(of_original) << describe(of_original.error());
    ASSERT_TRUE(of_variant) << describe(of_variant.error());
    EXPECT_EQ(name(of_variant->format), name(of_original->format));
    EXPECT_EQ(accounts_of(*of_variant), accounts_of(*of_original));
    EXPECT_EQ(skipped_of(*of_variant), skipped_of(*of_original));
    EXPECT_FALSE(of_variant->accounts.empty());
  }
};

TEST_P(TableOfEachTool, MayBeginWithAByteOrderMark) { expect_same("\xEF\xBB\xBF" + text_, text_); }

TEST_P(TableOfEachTool, MayHaveEitherLineEnd) {
  expect_same(write(table_, ',', "\r\n"), text_);
  expect_same(write(table_, ',', "\n"), text_);
}

TEST_P(TableOfEachTool, MayHaveSemicolonsOrTabs) {
  expect_same(write(table_, ';', "\r\n"), text_);
  expect_same(write(table_, '\t', "\n"), text_);
}

TEST_P(TableOfEachTool, MayComeBackFromAFrenchSpreadsheet) {
  Table accented = table_;
  const Row& header = accented.rows.front();
  const auto password = std::ranges::find_if(header, [](std::string_view column) {
    return column == "password" || column == "Password" || column == "login_password";
  });
  ASSERT_NE(password, header.end());
  for (std::size_t i = 1; i < accented.rows.size(); ++i)
    if (std::string& cell = accented.rows[i][static_cast<std::size_t>(password - header.begin())]; !cell.empty())
      cell += "é;€";
  expect_same(windows_1252(write(accented, ';', "\r\n")), write(accented, ',', "\n"));
}

TEST_P(TableOfEachTool, MayHaveItsColumnsInAnyOrderAndOthersBeside) {
  Table turned = table_;
  for (std::size_t i = 0; i < turned.rows.size(); ++i) {
    std::ranges::reverse(turned.rows[i]);
    turned.rows[i].insert(turned.rows[i].begin(), i == 0 ? "colonne à venir" : "x");
    turned.rows[i].push_back(i == 0 ? "another" : "");
  }
  expect_same(write(turned, ',', "\n"), text_);
}

TEST_P(TableOfEachTool, IsRefusedWithAColumnNameTwice) {
  for (std::size_t column = 0; column < table_.rows.front().size(); ++column) {
    Table twice = table_;
    for (Row& row : twice.rows) row.push_back(row[column]);
    const auto read = read_text(write(twice, ',', "\n"));
    ASSERT_FALSE(read) << table_.rows.front()[column];
    EXPECT_EQ(read.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(read.error().detail, "a column name stands twice in the header");
  }
}

std::string title_of(const ::testing::TestParamInfo<std::string_view>& test) {
  std::string title(test.param.substr(0, test.param.find('.')));
  std::ranges::replace(title, '-', '_');
  return title;
}

// KeePass 1 escapes with backslashes, which no spreadsheet keeps: it stands in export_test.cc alone.
INSTANTIATE_TEST_SUITE_P(Csv, TableOfEachTool,
                         ::testing::Values("chrome.csv", "chrome-before-notes.csv", "firefox.csv", "apple.csv",
                                           "bitwarden.csv", "bitwarden-organisation.csv", "1password.csv",
                                           "1password-website.csv", "dashlane-credentials.csv", "lastpass.csv",
                                           "keepassxc.csv", "proton-pass.csv", "nordpass.csv"),
                         title_of);

}  // namespace
}  // namespace garde::accounts
