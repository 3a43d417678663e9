#include "actions/backup_opening.h"

#include "formats/restic/reader.h"
#include "io/disk_tree.h"

namespace garde::actions {
namespace {

BackupKind restic_kind() { return {"restic", true, true, false}; }

Error nothing_here(std::string detail) {
  return {ErrorKind::not_found, "", std::nullopt, std::move(detail)};
}

}  // namespace

std::vector<std::string> backup_kinds() { return {"restic"}; }

Result<BackupKind> recognise_backup(const io::Tree& tree) {
  if (TRY(formats::restic::is_repository(tree))) return restic_kind();
  return nothing_here("no backup of a known kind");
}

bool may_need_secret(const std::string& folder, std::string_view kind) {
  if (!kind.empty()) return kind == "restic";
  const auto tree = io::DiskTree::open(folder);
  if (!tree) return true;
  const auto found = recognise_backup(**tree);
  return !found || found->needs_secret;
}

Result<OpenedBackup> open_backup(const io::Tree& tree, std::string_view kind, const crypto::SecretBytes& secret) {
  if (kind.empty()) {
    const BackupKind found = TRY(recognise_backup(tree));
    return open_backup(tree, found.name, secret);
  }
  if (kind == "restic") return OpenedBackup{restic_kind(), TRY(formats::restic::open(tree, secret))};
  return Error{ErrorKind::unsupported, std::string(kind), std::nullopt, "not a kind Garde reads"};
}

}  // namespace garde::actions
