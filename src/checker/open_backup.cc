#include "checker/open_backup.h"

namespace garde::checker {
namespace {

using formats::Kind;

BackupKind describe(Kind kind) {
  BackupKind described{.kind = kind};
  described.needs_secret = kind == Kind::restic;
  switch (kind) {
    case Kind::restic: described.encrypted = true; break;
    case Kind::dated:
    case Kind::mirror: described.encrypted = false; break;  // by itself: its disk may be
    case Kind::borg:
    case Kind::archives: break;  // some are
  }
  described.one_version_only = kind == Kind::mirror;
  described.is_read = formats::is_read(kind);
  return described;
}

Result<Kind> kind_of(const io::Tree& tree) {
  const auto kind = TRY(formats::recognise(tree));
  if (!kind) return Error{ErrorKind::not_found, "", std::nullopt, "an empty folder is no backup"};
  return *kind;
}

}  // namespace

Result<BackupKind> recognise_backup(const io::Tree& tree) { return describe(TRY(kind_of(tree))); }

bool may_need_secret(std::optional<Kind> kind) { return !kind || *kind == Kind::restic || *kind == Kind::archives; }

Result<OpenedBackup> open_backup(const io::Tree& tree, std::optional<Kind> kind, const crypto::SecretBytes& secret) {
  const Kind found = kind ? *kind : TRY(kind_of(tree));
  if (!formats::is_read(found)) return OpenedBackup{describe(found), nullptr};
  return OpenedBackup { describe(found), TRY(formats::open(found, tree, secret.empty() ? nullptr : &secret)) };
}

}  // namespace garde::checker
