// Whether an export that was read still lies where people leave such files.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/exports/backed_up_folder.h"
#include "accounts/exports/synced_folders.h"
#include "actions/practice/practice.h"
#include "base/byte_count.h"
#include "cage/reading.h"

namespace garde::actions {

struct ExportTrace {
  std::string folder;                       // "Téléchargements"
  std::optional<std::string> service;       // that copies the folder elsewhere
  std::optional<std::string> backed_up_by;  // the destinations of the backups that copy it
};

// The folders of the practice's data sets that some destination keeps copies of, and the destinations themselves, links
// followed as far as they answer.
Result<std::vector<accounts::BackedUpFolder>> backed_up_folders(Practice& practice);

struct LookedFor {
  std::string name;  // of the file; with folders before it, only the last counts
  ByteCount size;
};
struct FoundTraces {
  std::vector<std::vector<ExportTrace>> of_files;  // of each that was looked for, in their order
  std::vector<std::string> silent;                 // folders that did not answer: nothing is known of them
};
// Looks for files of these names and sizes in the usual folders of the person whose home this is, and one level below
// in folders that a service copies and that backups do. Workers read names and sizes only; one that meets a folder that
// does not answer is given up after seconds.
FoundTraces find_export_traces(const cage::Runner& readers, const std::filesystem::path& home,
                               std::span<const LookedFor> files, const accounts::SyncedFolders& synced,
                               std::span<const accounts::BackedUpFolder> backed_up);

}  // namespace garde::actions
