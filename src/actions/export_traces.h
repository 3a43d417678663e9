// Whether an export that was read still lies where people leave such files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "accounts/synced_folders.h"

namespace garde::actions {

struct ExportTrace {
  std::string folder;                  // "Téléchargements"
  std::optional<std::string> service;  // that copies the folder elsewhere
};

// Looks for a file of this name and size in the usual folders of the person whose home this is, and one level below in
// folders that a service copies. Reads names and sizes only.
std::vector<ExportTrace> find_export_traces(const std::filesystem::path& home, const std::string& file_name,
                                            std::uint64_t size, const accounts::SyncedFolders& synced);

}  // namespace garde::actions
