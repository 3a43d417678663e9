#include "accounts/exports/csv_export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "accounts/exports/csv.h"
#include "accounts/exports/csv_formats.h"
#include "accounts/exports/export_builder.h"
#include "base/utf8.h"

namespace garde::accounts {
namespace {

// A row of the format, by column name.
class Cells {
 public:
  Cells(const CsvHeader& header, const CsvRow& row) : header_(header), row_(row) {}

  std::string_view operator[](std::string_view column) const {
    const auto found = std::ranges::find(header_.columns, column);
    if (column.empty() || found == header_.columns.end()) return {};
    return row_.cells[static_cast<std::size_t>(found - header_.columns.begin())];
  }
  std::string_view first_of(const ColumnNames& columns) const {
    for (const std::string_view column : columns)
      if (const std::string_view cell = (*this)[column]; !cell.empty()) return cell;
    return {};
  }

 private:
  const CsvHeader& header_;
  const CsvRow& row_;
};

std::optional<Instant> parse_time(TimeStyle style, std::string_view text) {
  if (style == TimeStyle::none || text.empty()) return std::nullopt;
  if (style == TimeStyle::iso) {
    const auto instant = parse_instant(text);
    return instant ? std::optional(*instant) : std::nullopt;
  }
  return epoch_time(text, style == TimeStyle::epoch_seconds ? EpochUnit::seconds : EpochUnit::milliseconds);
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> known) {
  return std::ranges::any_of(known, [&](std::string_view each) {
    return std::ranges::equal(text, each, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  });
}

// The names that the bin has in KeePassXC: it lies in the root group and is called in the language of the program that
// made it.
bool lies_in_bin(std::string_view group) {
  if (const std::size_t root = group.find('/'); root != std::string_view::npos) group.remove_prefix(root + 1);
  return is_one_of(group.substr(0, group.find('/')),
                   {"recycle bin", "corbeille", "papierkorb", "papelera de reciclaje", "papelera", "cestino",
                    "prullenbak", "reciclagem", "lixeira", "kosz", "Корзина", "Кошик"});
}

// Whatever a row is called, one that holds a password is looked at, unless somebody threw it away.
std::optional<SkipReason> skip_reason(const CsvFormat& format, const Cells& cells, std::string_view url,
                                      bool has_password) {
  if (format.format == ExportFormat::firefox && url.starts_with("chrome://FirefoxAccounts"))
    return SkipReason::browser_secret;
  for (const std::string_view column : discarded_columns())
    if (is_one_of(cells[column], {"true", "1", "yes", "oui"})) return SkipReason::discarded;
  if (format.format == ExportFormat::keepassxc_csv && lies_in_bin(cells.first_of(format.collection)))
    return SkipReason::discarded;
  if (has_password) return std::nullopt;
  const std::string_view kind = cells[kKindColumn];
  const bool is_login = kind.empty() || is_one_of(kind, {"login", "password"});
  const bool is_note = format.format == ExportFormat::lastpass && url == "http://sn";
  if (!is_login || is_note || !cells["cardnumber"].empty()) return SkipReason::not_a_login;
  return std::nullopt;
}

// Programs that save tables leave out the empty cells at the end of a row, or write more of them than there are
// columns. False when that does not explain the number of cells: of a row that the text ends in, the rest may have been
// cut off.
bool fit_to(const CsvHeader& header, CsvRow& row) {
  if (row.cells.size() < header.columns.size() && !row.line_end) return false;
  while (row.cells.size() > header.columns.size() && row.cells.back().empty()) row.cells.pop_back();
  if (row.cells.size() > header.columns.size()) return false;
  row.cells.resize(header.columns.size());
  return true;
}

// LastPass writes its values as HTML text. In place: an entity is longer than what it stands for.
std::string_view without_entities(std::string_view cell, std::span<char> text) {
  struct Entity {
    std::string_view written;
    char meant;
  };
  constexpr std::array<Entity, 5> kEntities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  if (cell.find('&') == std::string_view::npos) return cell;
  char* const begin = text.data() + (cell.data() - text.data());
  char* end = begin;
  for (std::size_t at = 0; at < cell.size();) {
    const auto entity =
        std::ranges::find_if(kEntities, [&](const Entity& e) { return cell.substr(at).starts_with(e.written); });
    *end++ = entity == kEntities.end() ? cell[at] : entity->meant;
    at += entity == kEntities.end() ? 1 : entity->written.size();
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool is_blank(const CsvRow& row) {
  return std::ranges::all_of(row.cells, [](std::string_view cell) { return trimmed(cell).empty(); });
}

}  // namespace

Result<Export> read_csv_export(std::string_view subject, std::span<char> text) {
  const KnownTable known = TRY(recognise_table(subject, text));
  const CsvFormat& format = *known.format;
  CsvReader reader(subject, text, known.separator, format.escape);
  ExportBuilder builder(subject, format.format);
  CsvRow row;
  if (known.separator_line) static_cast<void>(TRY(reader.next(row)));
  static_cast<void>(TRY(reader.next(row)));  // the header
  while (TRY(reader.next(row))) {
    if (row.stray_quote) {
      TRY(builder.skip(row.line, SkipReason::stray_quote));
      continue;
    }
    const std::size_t written = row.cells.size();
    if (!fit_to(known.header, row)) {
      TRY(builder.skip(row.line, SkipReason::wrong_cell_count));
      continue;
    }
    for (std::string_view& cell : row.cells) {
      if (format.format == ExportFormat::lastpass) cell = without_entities(cell, text);
      if (format.format == ExportFormat::dashlane && cell == "null") cell = {};
    }
    const Cells cells(known.header, row);
    const std::string_view url = cells.first_of(format.url);
    const std::string_view password = cells.first_of(format.password);
    if (const auto reason = skip_reason(format, cells, url, !password.empty())) {
      TRY(builder.skip(row.line, *reason));
      continue;
    }
    // Cut before its password, a row does not say that there is none; one without anything does.
    if (password.empty() && written <= known.header.first_of(format.password) && !is_blank(row)) {
      TRY(builder.skip(row.line, SkipReason::wrong_cell_count));
      continue;
    }
    Account account;
    account.line = row.line;
    account.name = cells.first_of(format.name);
    account.urls = addresses_of(url);
    for (const std::string_view column : {"additional_urls", "autofillurls"})
      for (std::string& more : addresses_of(cells[column])) account.urls.push_back(std::move(more));
    account.username = cells.first_of(format.username);
    account.one_time_code = !cells.first_of(one_time_code_columns()).empty();
    account.unchanged_since = parse_time(format.time_style, cells[format.changed]);
    account.collection = cells.first_of(format.collection);
    account.shared = !cells["collections"].empty() || !cells["shared_folder"].empty();
    TRY(builder.add(std::move(account), password));
  }
  return std::move(builder).finish();
}

}  // namespace garde::accounts
