// Files that people hand in for an export and that hold none Garde reads, known by their own shape: what to ask of
// their tool instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace garde::accounts {

enum class OtherFile : std::uint8_t {
  keepass_1_database,  // .kdb
  keepass_1_xml,
  bitwarden_account_key,  // encrypted for the account that made it
  proton_pass_encrypted,  // with PGP
  onepassword_1pif,
  firefox_logins,    // logins.json of its profile
  browser_database,  // SQLite: "Login Data" and its like
  samsung_pass,      // .spass
  fido_cxf,          // the exchange format of the FIDO alliance
  spreadsheet,       // xlsx, ods, xls
  encrypted_zip,
  archive,  // 7z, RAR, gzip, xz, bzip2, or a ZIP with something else
  pdf,
  web_page,
  other_xml,
  other_json,
  other_table,  // a text without the names of columns
  other_encoding,
  binary,
};
std::string_view name(
    OtherFile kind);  // "keepass-1-database": a key under accounts.other-file; parse_enumerator takes it back

// What the first bytes say; nothing when they may be of an export.
std::optional<OtherFile> other_file(std::span<const std::byte> file);

// `unsupported`, with the name of the kind as its detail: all that a message needs.
Error unsupported(std::string_view subject, OtherFile kind);
std::optional<OtherFile> other_file_of(const Error& error);  // the kind it was made with, if any

}  // namespace garde::accounts
