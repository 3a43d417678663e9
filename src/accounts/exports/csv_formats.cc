#include "accounts/exports/csv_formats.h"

#include <algorithm>

#include "accounts/exports/other_file.h"
#include "base/utf8.h"
#include "crypto/secret.h"

namespace garde::accounts {
namespace {

// The more columns a signature names the earlier it stands: Apple's are among those of 1Password.
const std::vector<CsvFormat>& formats_of_tools() {
  static const std::vector<CsvFormat> kFormats = {
      {.format = ExportFormat::bitwarden_csv,
       .signature = {"type", "name", "login_uri", "login_username", "login_password", "login_totp"},
       .name = {"name"},
       .url = {"login_uri"},
       .username = {"login_username"},
       .password = {"login_password"},
       .collection = {"collections", "folder"}},
      {.format = ExportFormat::lastpass,
       .signature = {"url", "username", "password", "extra", "name", "grouping"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"},
       .collection = {"grouping"}},
      {.format = ExportFormat::keepassxc_csv,
       .signature = {"group", "title", "username", "password", "url", "last modified"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"},
       .changed = "last modified",
       .time_style = TimeStyle::iso,
       .collection = {"group"}},
      {.format = ExportFormat::proton_pass,
       .signature = {"type", "name", "url", "password", "totp", "modifytime"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username", "email"},
       .password = {"password"},
       .changed = "modifytime",
       .time_style = TimeStyle::epoch_seconds,
       .collection = {"vault"}},
      {.format = ExportFormat::nordpass,
       .signature = {"name", "url", "username", "password", "cardholdername", "cardnumber"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username", "email"},
       .password = {"password"},
       .collection = {"shared_folder", "folder"}},
      {.format = ExportFormat::firefox,
       .signature = {"url", "username", "password", "guid", "timepasswordchanged"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"},
       .changed = "timepasswordchanged",
       .time_style = TimeStyle::epoch_milliseconds},
      {.format = ExportFormat::dashlane,
       .signature = {"username", "username2", "title", "password", "url"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username", "username2", "username3"},
       .password = {"password"},
       .collection = {"category"}},
      {.format = ExportFormat::onepassword_csv,
       .signature = {"title", "url", "username", "password", "archived"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"}},
      {.format = ExportFormat::onepassword_csv,
       .signature = {"title", "website", "username", "password", "one-time password"},
       .name = {"title"},
       .url = {"website"},
       .username = {"username"},
       .password = {"password"}},
      {.format = ExportFormat::apple,
       .signature = {"title", "url", "username", "password", "otpauth"},
       .name = {"title"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"}},
      {.format = ExportFormat::roboform,
       .signature = {"name", "url", "matchurl", "login", "pwd"},
       .name = {"name"},
       .url = {"url"},
       .username = {"login"},
       .password = {"pwd"},
       .collection = {"folder"}},
      {.format = ExportFormat::keepass_1_csv,
       .signature = {"account", "login name", "password", "web site"},
       .name = {"account"},
       .url = {"web site"},
       .username = {"login name"},
       .password = {"password"},
       .escape = CsvEscape::backslash_too},
      {.format = ExportFormat::chromium,
       .signature = {"name", "url", "username", "password"},
       .name = {"name"},
       .url = {"url"},
       .username = {"username"},
       .password = {"password"}},
  };
  return kFormats;
}

// A table of any other tool, or one that somebody keeps by hand: its columns say what they hold.
const CsvFormat& any_table() {
  static const CsvFormat kTable = {
      .format = ExportFormat::table,
      .name = {"name", "title", "nom", "titre", "intitulé", "libellé", "service", "outil", "account", "item name"},
      .url = {"url", "login_url", "login url", "login_uri", "uri", "website", "web site", "website address", "site web",
              "adresse web", "adresse", "lien", "link", "site"},
      .username = {"username", "user name", "user", "login", "login name", "login_username", "identifiant",
                   "utilisateur", "nom d'utilisateur", "nom d’utilisateur", "compte", "email", "e-mail", "courriel"},
      .password = {"password", "pwd", "pass", "login_password", "mot de passe", "motdepasse", "mdp"},
      .collection = {"folder", "group", "vault", "grouping", "category", "dossier", "groupe"}};
  return kTable;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// What a browser's four columns never stand beside: then it is another tool's table, and they mean something.
bool says_more_than_a_browser(const CsvHeader& header) {
  return header.has(kKindColumn) || header.has_any(one_time_code_columns()) || header.has_any(discarded_columns());
}

const CsvFormat* format_of(const CsvHeader& header) {
  for (const CsvFormat& format : formats_of_tools())
    if (header.has_all(format.signature))
      return format.format == ExportFormat::chromium && says_more_than_a_browser(header) ? &any_table() : &format;
  const CsvFormat& any = any_table();
  const auto passwords = std::ranges::count_if(any.password, [&](std::string_view name) { return header.has(name); });
  const bool says_whose = header.has_any(any.name) || header.has_any(any.url) || header.has_any(any.username);
  return passwords == 1 && says_whose ? &any : nullptr;
}

bool is_separator_line(const CsvRow& row) { return lower_case(row.cells.front()).starts_with("sep="); }

}  // namespace

bool CsvHeader::has(std::string_view column) const { return std::ranges::find(columns, column) != columns.end(); }
bool CsvHeader::has_all(const ColumnNames& names) const {
  return std::ranges::all_of(names, [this](std::string_view name) { return has(name); });
}
bool CsvHeader::has_any(const ColumnNames& names) const {
  return std::ranges::any_of(names, [this](std::string_view name) { return has(name); });
}
std::size_t CsvHeader::first_of(const ColumnNames& names) const {
  const auto found = std::ranges::find_first_of(columns, names);
  return static_cast<std::size_t>(found - columns.begin());
}

const ColumnNames& one_time_code_columns() {
  static const ColumnNames kColumns = {
      "totp", "login_totp",      "otpauth", "one-time password", "otpsecret", "otpurl", "otp", "2fa",
      "tfa",  "two-factor code", "mfa",     "totp secret",       "totpsecret"};
  return kColumns;
}

const ColumnNames& discarded_columns() {
  static const ColumnNames kColumns = {"archived", "trashed", "deleted", "in trash"};
  return kColumns;
}

Result<KnownTable> recognise_table(std::string_view subject, std::span<const char> text) {
  constexpr std::size_t kMaxHeader = 64U << 10U;  // bytes; the longest of ours has 300
  for (const char separator : {',', ';', '\t', '|'}) {
    crypto::SecretBytes copy =
        crypto::SecretBytes::copy_of(std::string_view(text.data(), std::min(text.size(), kMaxHeader)));
    CsvReader reader(subject, {reinterpret_cast<char*>(copy.bytes().data()), copy.size()}, separator,
                     CsvEscape::doubled_quote);
    CsvRow row;
    Result<bool> read = reader.next(row);
    const bool separator_line = read && *read && is_separator_line(row);
    if (separator_line) read = reader.next(row);
    if (!read || !*read) continue;
    CsvHeader header;
    for (const std::string_view cell : row.cells) header.columns.push_back(lower_case(trimmed(cell)));
    const CsvFormat* const format = format_of(header);
    if (format == nullptr) continue;
    std::vector<std::string> sorted = header.columns;
    std::ranges::sort(sorted);
    if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end() && !twice->empty())
      return Error{ErrorKind::invalid_input, std::string(subject), 0, "a column name stands twice in the header"};
    return KnownTable{format, separator, separator_line, std::move(header)};
  }
  return unsupported(subject, OtherFile::other_table);
}

}  // namespace garde::accounts
