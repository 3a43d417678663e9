// Exports of browsers and password managers, and KeePass files: what an audit needs of them, and no more.
// docs/formats/account-exports.md describes each. Notes, cards, identities and one-time-password secrets are
// never kept; passwords live in the Export's own locked memory and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/secret_string.h"
#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {

enum class ExportFormat : std::uint8_t {
  chromium,  // Chrome, Edge, Brave, Vivaldi
  firefox,
  apple,
  bitwarden_csv,
  bitwarden_json,
  onepassword_csv,
  onepassword_1pux,
  dashlane,
  lastpass,
  keepassxc_csv,
  keepass_1_csv,
  keepass_xml,
  keepass_kdbx,
  proton_pass,
  nordpass,
  proton_pass_json,
  enpass_json,
  keeper_json,
  roboform,
  table,  // of another tool, or kept by hand
};
std::string_view name(ExportFormat format);  // "bitwarden-json"

// One login. What the format does not say is empty.
struct Account {
  std::uint64_t line = 0;  // where it begins in a text file; its number, from 1, in other formats
  std::string name;
  std::vector<std::string> urls;
  std::string username;
  SecretString password;
  bool one_time_code = false;              // the export holds the secret of a TOTP for it
  bool passkey = false;                    // the export holds a passkey for it
  std::optional<Instant> unchanged_since;  // the password has not changed since; it may be older
  std::string collection;                  // the folder, vault or group it lies in
  bool shared = false;                     // the format says that several people see it
};

// Why a row is not among the accounts.
enum class SkipReason : std::uint8_t {
  not_a_login,        // a note, a card, an identity
  browser_secret,     // what a browser keeps for itself; its "password" is a key of its synchronisation
  no_password,        // nothing to audit
  discarded,          // in the tool's own bin, or archived
  wrong_cell_count,   // fewer or more cells than the header
  stray_quote,        // a quote inside a cell that is not quoted
  too_long_password,  // longer than kMaxPasswordLength
  reference,          // KeePass: the password is that of another entry
  template_entry,     // KeePass: what new entries are made after
};
std::string_view name(SkipReason reason);  // "not-a-login"
// Whether an account may stand there all the same, of which nothing is known then.
bool is_unread(SkipReason reason);

struct SkippedRow {
  std::uint64_t line = 0;  // as Account::line
  SkipReason reason{};
  bool operator==(const SkippedRow&) const = default;
};

struct Export {
  ExportFormat format{};
  bool in_clear = true;  // whoever opens the file reads every password
  SecretPool secrets;    // holds every password below
  std::vector<Account> accounts;
  std::vector<SkippedRow> skipped;
};

constexpr ByteCount kMaxExportSize = 64_MiB;      // attachments of a 1PUX apart, a practice's is under 1 MiB
constexpr std::size_t kMaxAccounts = 20'000;      // with the skipped; a practice's fullest vault has some hundreds
constexpr std::size_t kMaxPasswordLength = 1024;  // bytes; the tools themselves stop between 256 and 1024

// What opens a protected export. A part that was not given is null.
struct ExportSecrets {
  const crypto::SecretBytes* password = nullptr;
  const crypto::SecretBytes* key_file = nullptr;  // what read_key_file gives; for a KeePass database alone
};

// Whether the file seems to open with a secret only, by its first bytes: a reason to ask for one.
bool needs_password(std::span<const std::byte> file);

// Reads any of the formats, recognised by its content and its header names, never by a file's name. `subject`
// names the file in errors; no error holds a byte of it.
// Errors: unsupported (none of ours: other_file.h says which it is), damaged, invalid_input (a
// header name twice, a limit passed), wrong_secret (also when one is needed and absent).
Result<Export> read_export(std::string_view subject, crypto::SecretBytes file, const ExportSecrets& secrets);

}  // namespace garde::accounts
