// The kinds of backup destination, how one is recognised, and the one way to open any of them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "crypto/secret.h"
#include "formats/archive.h"

namespace garde::formats {

enum class Kind : std::uint8_t {
  restic,
  borg,      // recognised, so that nobody takes it for a mirror; not read yet, see docs/formats/borg.md
  dated,     // folders that are a restore point each, told apart by their names and times
  archives,  // zip, 7z, tar, database dumps and SQLite copies, each file one restore point
  mirror,    // a plain copy of the sources: one restore point
};
// As --kind and the JSON say it.
std::string_view name(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);
std::span<const Kind> all_kinds();
// Whether this version reads it, and not only recognises it.
bool is_read(Kind kind);

// What the tree looks like, told from names alone. Nothing when it is empty: an empty folder is no backup.
// `unreadable` when its root cannot be listed.
Result<std::optional<Kind>> recognise(const io::Tree& tree);

// `password` null: none was given. `tree` must outlive the reader; `threads` 0: as many as the computer has.
// Errors: `wrong_secret`: it needs a password, and this is not the one, or none was given. `not_found`: it is no
// destination of this kind. `unsupported`: a kind, a version or a feature that is not read. `damaged`: it cannot be
// opened, and nothing can be said of the password.
Result<std::unique_ptr<ArchiveReader>> open(Kind kind, const io::Tree& tree, const crypto::SecretBytes* password,
                                            unsigned threads = 0);

}  // namespace garde::formats
