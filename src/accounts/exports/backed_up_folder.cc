#include "accounts/exports/backed_up_folder.h"

#include "io/path.h"

namespace garde::accounts {

std::optional<std::string> backed_up_by(std::span<const BackedUpFolder> folders, std::string_view path) {
  for (const BackedUpFolder& folder : folders)
    if (!path.empty() && !folder.folder.empty() && io::path_below(folder.folder, path)) return folder.destinations;
  return std::nullopt;
}

}  // namespace garde::accounts
