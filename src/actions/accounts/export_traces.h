// Whether an export that was read still lies where people leave such files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/exports/backed_up_folder.h"
#include "accounts/exports/synced_folders.h"
#include "actions/practice/practice.h"

namespace garde::actions {

struct ExportTrace {
  std::string folder;                       // "Téléchargements"
  std::optional<std::string> service;       // that copies the folder elsewhere
  std::optional<std::string> backed_up_by;  // the destinations of the backups that copy it
};

// The folders of the practice's data sets that some destination keeps copies of, and the destinations themselves.
Result<std::vector<accounts::BackedUpFolder>> backed_up_folders(Practice& practice);

// Looks for a file of this name and size in the usual folders of the person whose home this is, and one level below in
// folders that a service copies and that backups do. Reads names and sizes only.
std::vector<ExportTrace> find_export_traces(const std::filesystem::path& home, const std::string& file_name,
                                            std::uint64_t size, const accounts::SyncedFolders& synced,
                                            std::span<const accounts::BackedUpFolder> backed_up);

}  // namespace garde::actions
