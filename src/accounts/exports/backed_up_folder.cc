#include "accounts/exports/backed_up_folder.h"

namespace garde::accounts {
namespace {

bool is_at_or_below(std::string_view path, std::string_view folder) {
  while (folder.ends_with('/')) folder.remove_suffix(1);
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace

std::optional<std::string> backed_up_by(std::span<const BackedUpFolder> folders, std::string_view path) {
  for (const BackedUpFolder& folder : folders)
    if (!path.empty() && !folder.folder.empty() && is_at_or_below(path, folder.folder)) return folder.destinations;
  return std::nullopt;
}

}  // namespace garde::accounts
