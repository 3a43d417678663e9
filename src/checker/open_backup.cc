#include "checker/open_backup.h"

#include "io/disk_tree.h"

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

std::vector<std::string> backup_kinds() {
  std::vector<std::string> names;
  for (const Kind kind : formats::all_kinds()) names.emplace_back(formats::name(kind));
  return names;
}

Result<BackupKind> recognise_backup(const io::Tree& tree) { return describe(TRY(kind_of(tree))); }

bool may_need_secret(const std::string& folder, std::string_view kind) {
  const auto asks = [](Kind one) { return one == Kind::restic || one == Kind::archives; };
  if (const auto named = formats::parse_kind(kind)) return asks(*named);
  const auto tree = io::DiskTree::open(folder);
  if (!tree) return false;
  const auto found = kind_of(**tree);
  return !found || asks(*found);
}

Result<OpenedBackup> open_backup(const io::Tree& tree, std::string_view kind, const crypto::SecretBytes& secret) {
  const auto named = formats::parse_kind(kind);
  if (!kind.empty() && !named)
    return Error{ErrorKind::unsupported, std::string(kind), std::nullopt, "not a kind Garde knows"};
  const Kind found = named ? *named : TRY(kind_of(tree));
  if (!formats::is_read(found)) return OpenedBackup{describe(found), nullptr};
  return OpenedBackup { describe(found), TRY(formats::open(found, tree, secret.empty() ? nullptr : &secret)) };
}

}  // namespace garde::checker
