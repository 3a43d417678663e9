// A backup destination as a reader of its kind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crypto/secret.h"
#include "formats/archive.h"
#include "formats/kinds.h"

namespace garde::checker {

// What a kind of backup is by itself.
struct BackupKind {
  formats::Kind kind{};
  bool needs_secret = false;
  std::optional<bool> encrypted = {};  // absent: depends on the files
  bool one_version_only = false;
  bool is_read = true;  // false: recognised, and nothing can be said of it
};

struct OpenedBackup {
  BackupKind kind;
  std::unique_ptr<formats::ArchiveReader> reader;  // null: of a kind that is not read
};

// What lies in the tree, told from its names alone; not_found when it is nothing Garde reads.
Result<BackupKind> recognise_backup(const io::Tree& tree);
// Whether one of this kind asks for a password, or may; absent: not known, which may.
bool may_need_secret(std::optional<formats::Kind> kind);
// `kind` absent: recognised. Errors: not_found, wrong_secret (also when a secret is needed and none was given),
// damaged, unsupported, unreadable. The tree must outlive the reader.
Result<OpenedBackup> open_backup(const io::Tree& tree, std::optional<formats::Kind> kind,
                                 const crypto::SecretBytes& secret);

}  // namespace garde::checker
