#include "accounts/exports/csv_export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "accounts/exports/csv.h"
#include "accounts/exports/export_builder.h"
#include "base/utf8.h"

namespace garde::accounts {
namespace {

// How a format writes the last change of a password.
enum class TimeStyle : std::uint8_t { none, iso, epoch_seconds, epoch_milliseconds };

using Names = std::vector<std::string_view>;

// Column names in lower case. A format is recognised when every column of `signature` is there, whatever the
// others and their order are.
struct CsvFormat {
  ExportFormat format{};
  Names signature{};
  Names name{}, url{}, username{};  // the first of these that is not empty in a row
  std::string_view password{};
  Names one_time_code{};
  std::string_view changed{};
  TimeStyle time_style = TimeStyle::none;
  Names collection{};
  CsvEscape escape = CsvEscape::doubled_quote;
};

// The more columns a signature names the earlier it stands: Apple's are among those of 1Password.
const std::vector<CsvFormat>& formats() {
  static const std::vector<CsvFormat> kFormats = {
      {.format = ExportFormat::bitwarden_csv,
       .signature = {"type", "name", "login_uri", "login_username", "login_password", "login_totp"},
       .name = {"name"},
       .url = {"login_uri"},
       .username = {"login_username"},
       .password = "login_password",
       .one_time_code = {"login_totp"},
       .collection = {"collections", "folder"}},
      {.format = ExportFormat::lastpass,
       .signature = {"url", "username", "password", "extra", "name", "grouping"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username"},
       .password = "password",
       .one_time_code = {"totp"},
       .collection = {"grouping"}},
      {.format = ExportFormat::keepassxc_csv,
       .signature = {"group", "title", "username", "password", "url", "last modified"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = "password",
       .one_time_code = {"totp"},
       .changed = "last modified",
       .time_style = TimeStyle::iso,
       .collection = {"group"}},
      {.format = ExportFormat::proton_pass,
       .signature = {"type", "name", "url", "password", "totp", "vault"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username", "email"},
       .password = "password",
       .one_time_code = {"totp"},
       .changed = "modifytime",
       .time_style = TimeStyle::epoch_seconds,
       .collection = {"vault"}},
      {.format = ExportFormat::nordpass,
       .signature = {"name", "url", "username", "password", "cardholdername", "cardnumber"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username", "email"},
       .password = "password",
       .one_time_code = {"totp"},
       .collection = {"shared_folder", "folder"}},
      {.format = ExportFormat::firefox,
       .signature = {"url", "username", "password", "guid", "timepasswordchanged"},
       .url = {"url"},
       .username = {"username"},
       .password = "password",
       .changed = "timepasswordchanged",
       .time_style = TimeStyle::epoch_milliseconds},
      {.format = ExportFormat::dashlane,
       .signature = {"username", "username2", "title", "password", "url"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username", "username2", "username3"},
       .password = "password",
       .one_time_code = {"otpsecret", "otpurl", "otp"},
       .collection = {"category"}},
      {.format = ExportFormat::onepassword_csv,
       .signature = {"title", "url", "username", "password", "archived"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = "password",
       .one_time_code = {"otpauth"}},
      {.format = ExportFormat::onepassword_csv,
       .signature = {"title", "website", "username", "password", "one-time password"},
       .name = {"title"},
       .url = {"website"},
       .username = {"username"},
       .password = "password",
       .one_time_code = {"one-time password"}},
      {.format = ExportFormat::apple,
       .signature = {"title", "url", "username", "password", "otpauth"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = "password",
       .one_time_code = {"otpauth"}},
      {.format = ExportFormat::keepass_1_csv,
       .signature = {"account", "login name", "password", "web site"},
       .name = {"account"},
       .url = {"web site"},
       .username = {"login name"},
       .password = "password",
       .escape = CsvEscape::backslash_too},
      {.format = ExportFormat::chromium,
       .signature = {"name", "url", "username", "password"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username"},
       .password = "password"},
  };
  return kFormats;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

struct Header {
  std::vector<std::string> columns;  // lower case

  bool has(std::string_view column) const { return std::ranges::find(columns, column) != columns.end(); }
  bool has_all(const Names& names) const {
    return std::ranges::all_of(names, [this](std::string_view name) { return has(name); });
  }
};

struct Recognised {
  const CsvFormat* format = nullptr;
  char separator = ',';
  Header header;
};

// A row of the format, by column name.
class Cells {
 public:
  Cells(const Header& header, const CsvRow& row) : header_(header), row_(row) {}

  std::string_view operator[](std::string_view column) const {
    const auto found = std::ranges::find(header_.columns, column);
    if (column.empty() || found == header_.columns.end()) return {};
    return row_.cells[static_cast<std::size_t>(found - header_.columns.begin())];
  }
  std::string_view first_of(const Names& columns) const {
    for (const std::string_view column : columns)
      if (const std::string_view cell = (*this)[column]; !cell.empty()) return cell;
    return {};
  }

 private:
  const Header& header_;
  const CsvRow& row_;
};

// The header is read with each separator in turn; a quote cannot hide which one makes it a header of ours. Nothing
// of it is told: in a file without a header it is somebody's password.
Result<Recognised> recognise(std::string_view subject, std::span<const char> text) {
  constexpr std::size_t kMaxHeader = 64U << 10U;  // bytes; the longest of ours has 300
  for (const char separator : {',', ';', '\t'}) {
    crypto::SecretBytes copy =
        crypto::SecretBytes::copy_of(std::string_view(text.data(), std::min(text.size(), kMaxHeader)));
    CsvReader reader(subject, {reinterpret_cast<char*>(copy.bytes().data()), copy.size()}, separator,
                     CsvEscape::doubled_quote);
    CsvRow row;
    const Result<bool> read = reader.next(row);
    if (!read || !*read) continue;
    Header header;
    for (const std::string_view cell : row.cells) header.columns.push_back(lower_case(trimmed(cell)));
    for (const CsvFormat& format : formats()) {
      if (!header.has_all(format.signature)) continue;
      std::vector<std::string> sorted = header.columns;
      std::ranges::sort(sorted);
      if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end() && !twice->empty())
        return Error{ErrorKind::invalid_input, std::string(subject), 0, "a column name stands twice in the header"};
      return Recognised{&format, separator, std::move(header)};
    }
  }
  return Error{ErrorKind::unsupported, std::string(subject), 0, "no known set of column names"};
}

std::optional<Instant> parse_time(TimeStyle style, std::string_view text) {
  if (style == TimeStyle::none || text.empty()) return std::nullopt;
  if (style == TimeStyle::iso) {
    const auto instant = parse_instant(text);
    return instant ? std::optional(*instant) : std::nullopt;
  }
  return epoch_time(text, style == TimeStyle::epoch_seconds ? EpochUnit::seconds : EpochUnit::milliseconds);
}

std::optional<SkipReason> skip_reason(ExportFormat format, const Cells& cells, std::string_view url) {
  switch (format) {
    case ExportFormat::bitwarden_csv:
    case ExportFormat::proton_pass:
      if (cells["type"] != "login") return SkipReason::not_a_login;
      return std::nullopt;
    case ExportFormat::lastpass:
      if (url == "http://sn") return SkipReason::not_a_login;
      return std::nullopt;
    case ExportFormat::nordpass:
      if (!cells["cardnumber"].empty()) return SkipReason::not_a_login;
      return std::nullopt;
    case ExportFormat::firefox:
      if (url.starts_with("chrome://FirefoxAccounts")) return SkipReason::browser_secret;
      return std::nullopt;
    case ExportFormat::onepassword_csv:
      if (const auto archived = cells["archived"]; archived == "true" || archived == "1") return SkipReason::discarded;
      return std::nullopt;
    case ExportFormat::chromium:
    case ExportFormat::apple:
    case ExportFormat::dashlane:
    case ExportFormat::keepassxc_csv:
    case ExportFormat::keepass_1_csv:
    case ExportFormat::bitwarden_json:
    case ExportFormat::onepassword_1pux:
    case ExportFormat::keepass_xml:
    case ExportFormat::keepass_kdbx: return std::nullopt;
  }
  return std::nullopt;
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

}  // namespace

Result<Export> read_csv_export(std::string_view subject, std::span<char> text) {
  const Recognised known = TRY(recognise(subject, text));
  const CsvFormat& format = *known.format;
  CsvReader reader(subject, text, known.separator, format.escape);
  ExportBuilder builder(subject, format.format);
  CsvRow row;
  static_cast<void>(TRY(reader.next(row)));  // the header
  while (TRY(reader.next(row))) {
    if (row.stray_quote) {
      TRY(builder.skip(row.line, SkipReason::stray_quote));
      continue;
    }
    if (row.cells.size() != known.header.columns.size()) {
      TRY(builder.skip(row.line, SkipReason::wrong_cell_count));
      continue;
    }
    for (std::string_view& cell : row.cells) {
      if (format.format == ExportFormat::lastpass) cell = without_entities(cell, text);
      if (format.format == ExportFormat::dashlane && cell == "null") cell = {};
    }
    const Cells cells(known.header, row);
    const std::string_view url = cells.first_of(format.url);
    if (const auto reason = skip_reason(format.format, cells, url)) {
      TRY(builder.skip(row.line, *reason));
      continue;
    }
    Account account;
    account.line = row.line;
    account.name = cells.first_of(format.name);
    account.urls = format.format == ExportFormat::bitwarden_csv ? split_urls(url) : one_url(url);
    account.username = cells.first_of(format.username);
    account.one_time_code = !cells.first_of(format.one_time_code).empty();
    account.unchanged_since = parse_time(format.time_style, cells[format.changed]);
    account.collection = cells.first_of(format.collection);
    account.shared = !cells["collections"].empty() || !cells["shared_folder"].empty();
    TRY(builder.add(std::move(account), cells[format.password]));
  }
  return std::move(builder).finish();
}

}  // namespace garde::accounts
