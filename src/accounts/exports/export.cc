#include "accounts/exports/export.h"

#include <algorithm>
#include <array>

#include "accounts/exports/csv_export.h"
#include "accounts/exports/export_text.h"
#include "accounts/exports/json_export.h"
#include "accounts/exports/kdbx.h"
#include "accounts/exports/keepass_xml.h"
#include "accounts/exports/other_file.h"
#include "accounts/exports/zip_member.h"
#include "base/utf8.h"

namespace garde::accounts {

std::string_view name(ExportFormat format) {
  switch (format) {
    case ExportFormat::chromium: return "chromium";
    case ExportFormat::firefox: return "firefox";
    case ExportFormat::apple: return "apple";
    case ExportFormat::bitwarden_csv: return "bitwarden-csv";
    case ExportFormat::bitwarden_json: return "bitwarden-json";
    case ExportFormat::onepassword_csv: return "1password-csv";
    case ExportFormat::onepassword_1pux: return "1password-1pux";
    case ExportFormat::dashlane: return "dashlane";
    case ExportFormat::lastpass: return "lastpass";
    case ExportFormat::keepassxc_csv: return "keepassxc-csv";
    case ExportFormat::keepass_1_csv: return "keepass-1-csv";
    case ExportFormat::keepass_xml: return "keepass-xml";
    case ExportFormat::keepass_kdbx: return "keepass-kdbx";
    case ExportFormat::proton_pass: return "proton-pass";
    case ExportFormat::nordpass: return "nordpass";
    case ExportFormat::proton_pass_json: return "proton-pass-json";
    case ExportFormat::enpass_json: return "enpass-json";
    case ExportFormat::keeper_json: return "keeper-json";
    case ExportFormat::roboform: return "roboform";
    case ExportFormat::table: return "table";
  }
  return "";
}

std::string_view name(SkipReason reason) {
  switch (reason) {
    case SkipReason::not_a_login: return "not-a-login";
    case SkipReason::browser_secret: return "browser-secret";
    case SkipReason::no_password: return "no-password";
    case SkipReason::discarded: return "discarded";
    case SkipReason::wrong_cell_count: return "wrong-cell-count";
    case SkipReason::stray_quote: return "stray-quote";
    case SkipReason::too_long_password: return "too-long-password";
    case SkipReason::reference: return "reference";
    case SkipReason::template_entry: return "template-entry";
  }
  return "";
}

bool is_unread(SkipReason reason) {
  switch (reason) {
    case SkipReason::wrong_cell_count:
    case SkipReason::stray_quote:
    case SkipReason::too_long_password: return true;
    case SkipReason::not_a_login:
    case SkipReason::browser_secret:
    case SkipReason::no_password:
    case SkipReason::discarded:
    case SkipReason::reference:
    case SkipReason::template_entry: return false;
  }
  return true;
}

namespace {

// What a tool puts its accounts into when it exports a ZIP.
constexpr std::array kMembers = {"export.data",            // a 1PUX
                                 "credentials.csv",        // Dashlane
                                 "Proton Pass/data.json",  // Proton Pass
                                 "data.json"};             // Bitwarden, with attachments

Result<Export> read_content(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets);

Result<Export> read_zip(std::string_view subject, std::span<const std::byte> zip, const ExportSecrets& secrets) {
  for (const char* const name : kMembers) {
    auto member = read_zip_member(subject, zip, name, kMaxExportSize);
    if (member) return read_content(subject, std::move(member).take(), secrets);
    if (member.error().kind != ErrorKind::not_found) return member.error();
  }
  for (const std::string_view name : {"Proton Pass/data.pgp", "data.pgp"})
    if (TRY(has_zip_member(subject, zip, name))) return unsupported(subject, OtherFile::proton_pass_encrypted);
  for (const std::string_view name : {"[Content_Types].xml", "content.xml"})
    if (TRY(has_zip_member(subject, zip, name))) return unsupported(subject, OtherFile::spreadsheet);
  return unsupported(subject, OtherFile::archive);
}

Result<Export> read_kdbx(std::string_view subject, std::span<const std::byte> file, const ExportSecrets& secrets) {
  if (secrets.password == nullptr && secrets.key_file == nullptr)
    return Error{ErrorKind::wrong_secret, std::string(subject), std::nullopt, "a password is needed"};
  KdbxContent content = TRY(open_kdbx(subject, file, secrets));
  Export read = TRY(read_keepass_xml(subject, content.xml, ExportFormat::keepass_kdbx, &content.protection));
  read.in_clear = false;
  return read;
}

// A text, alone or out of a ZIP.
Result<Export> read_content(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets) {
  const ExportText text = TRY(decode_text(subject, std::move(file)));
  const std::string_view start =
      trimmed(std::string_view(text.utf8.data(), std::min<std::size_t>(text.utf8.size(), 256)));
  if (start.starts_with('<')) return read_keepass_xml(subject, text.utf8, ExportFormat::keepass_xml, nullptr);
  if (start.starts_with('{')) return read_json_export(subject, text.utf8, secrets.password);
  return read_csv_export(subject, text.utf8);
}

Result<Export> read_any(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets) {
  if (file.size() > kMaxExportSize.value)
    return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, "larger than an export"};
  if (const auto other = other_file(file.bytes())) return unsupported(subject, *other);
  if (is_kdbx(file.bytes())) return read_kdbx(subject, file.bytes(), secrets);
  const std::string_view bytes(reinterpret_cast<const char*>(file.bytes().data()), file.size());
  if (bytes.starts_with("PK\x03\x04")) return read_zip(subject, file.bytes(), secrets);
  return read_content(subject, std::move(file), secrets);
}

// Where an encrypted export of Bitwarden says so, a "true" follows.
bool is_protected_json(std::string_view start) {
  constexpr std::string_view kKey = "\"passwordProtected\"";
  const std::size_t key = start.find(kKey);
  if (!start.starts_with('{') || key == std::string_view::npos) return false;
  const std::string_view after = trimmed(start.substr(key + kKey.size()));
  return after.starts_with(':') && trimmed(after.substr(1)).starts_with("true");
}

}  // namespace

bool needs_password(std::span<const std::byte> file) {
  constexpr std::size_t kStart = 4096;
  if (is_kdbx(file)) return true;
  const auto start = file.first(std::min(file.size(), kStart));
  return is_protected_json(trimmed({reinterpret_cast<const char*>(start.data()), start.size()}));
}

Result<Export> read_export(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets) {
  auto read = read_any(subject, std::move(file), secrets);
  crypto::wipe_stack();
  return read;
}

}  // namespace garde::accounts
