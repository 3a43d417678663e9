// Folders that the practice's own backups copy: an export saved in one ends up in them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace garde::accounts {

struct BackedUpFolder {
  std::string folder;        // absolute, '/' between its names
  std::string destinations;  // where its copies go, as the practice calls them: "Disque du bureau, NAS"
};

// The destinations of the folder that holds the file; nothing when none does. `path` as BackedUpFolder::folder.
std::optional<std::string> backed_up_by(std::span<const BackedUpFolder> folders, std::string_view path);

}  // namespace garde::accounts
