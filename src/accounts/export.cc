#include "accounts/export.h"

#include "accounts/csv_export.h"
#include "accounts/export_text.h"

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
  }
  return "";
}

Result<Export> read_export(std::string_view subject, crypto::SecretBytes file, const crypto::SecretBytes* password) {
  static_cast<void>(password);
  ExportText text = TRY(decode_text(subject, std::move(file)));
  return read_csv_export(subject, text.utf8);
}

}  // namespace garde::accounts
