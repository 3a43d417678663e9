#include "accounts/exports/export.h"

#include <algorithm>

#include "accounts/exports/bitwarden_json.h"
#include "accounts/exports/csv_export.h"
#include "accounts/exports/export_text.h"
#include "accounts/exports/kdbx.h"
#include "accounts/exports/keepass_xml.h"
#include "accounts/exports/onepassword_1pux.h"
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
  }
  return "";
}

namespace {

// A 1PUX, or the ZIP of Dashlane.
Result<Export> read_zip(std::string_view subject, std::span<const std::byte> zip) {
  auto vaults = read_zip_member(subject, zip, "export.data", kMaxExportSize);
  if (vaults) {
    const ExportText text = TRY(decode_text(subject, std::move(vaults).take()));
    return read_1pux(subject, text.utf8);
  }
  if (vaults.error().kind != ErrorKind::not_found) return vaults.error();
  auto credentials = read_zip_member(subject, zip, "credentials.csv", kMaxExportSize);
  if (credentials) {
    const ExportText text = TRY(decode_text(subject, std::move(credentials).take()));
    return read_csv_export(subject, text.utf8);
  }
  if (credentials.error().kind != ErrorKind::not_found) return credentials.error();
  return Error{ErrorKind::unsupported, std::string(subject), std::nullopt, "a ZIP without an export in it"};
}

Result<Export> read_kdbx(std::string_view subject, std::span<const std::byte> file, const ExportSecrets& secrets) {
  if (secrets.password == nullptr && secrets.key_file == nullptr)
    return Error{ErrorKind::wrong_secret, std::string(subject), std::nullopt, "a password is needed"};
  KdbxContent content = TRY(open_kdbx(subject, file, secrets));
  return read_keepass_xml(subject, content.xml, ExportFormat::keepass_kdbx, &content.protection);
}

Result<Export> read_any(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets) {
  if (file.size() > kMaxExportSize.value)
    return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, "larger than an export"};
  if (is_kdbx(file.bytes())) return read_kdbx(subject, file.bytes(), secrets);
  const std::string_view bytes(reinterpret_cast<const char*>(file.bytes().data()), file.size());
  if (bytes.starts_with("PK\x03\x04")) return read_zip(subject, file.bytes());
  const ExportText text = TRY(decode_text(subject, std::move(file)));
  const std::string_view start =
      trimmed(std::string_view(text.utf8.data(), std::min<std::size_t>(text.utf8.size(), 256)));
  if (start.starts_with('<')) return read_keepass_xml(subject, text.utf8, ExportFormat::keepass_xml, nullptr);
  if (start.starts_with('{')) return read_bitwarden_json(subject, text.utf8, secrets.password);
  return read_csv_export(subject, text.utf8);
}

}  // namespace

bool needs_password(std::span<const std::byte> file) {
  constexpr std::size_t kStart = 4096;  // where an encrypted export of Bitwarden says so
  if (is_kdbx(file)) return true;
  const auto start = file.first(std::min(file.size(), kStart));
  const std::string_view text = trimmed({reinterpret_cast<const char*>(start.data()), start.size()});
  return text.starts_with('{') && text.find("\"passwordProtected\"") != std::string_view::npos;
}

Result<Export> read_export(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets) {
  auto read = read_any(subject, std::move(file), secrets);
  crypto::wipe_stack();
  return read;
}

}  // namespace garde::accounts
