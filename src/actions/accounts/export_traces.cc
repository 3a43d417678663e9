#include "actions/accounts/export_traces.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "actions/backups/backup_destinations.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxEntries = 2000;  // of one folder; one with more is not where people save a file by hand

bool holds(const fs::path& folder, const std::string& file_name, std::uint64_t size) {
  std::error_code code;
  const fs::path file = folder / file_name;
  return fs::is_regular_file(file, code) && fs::file_size(file, code) == size && !code;
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code code;
  std::size_t seen = 0;
  for (fs::directory_iterator entry(folder, code); !code && entry != fs::directory_iterator(); entry.increment(code)) {
    if (++seen > kMaxEntries) break;
    if (entry->is_directory(code)) folders.push_back(entry->path());
  }
  return folders;
}

// As the file itself would be named, links followed.
std::string settled(const fs::path& path) {
  std::error_code code;
  const fs::path whole = fs::weakly_canonical(path, code);
  return (code ? path : whole).generic_string();
}

}  // namespace

Result<std::vector<accounts::BackedUpFolder>> backed_up_folders(Practice& practice) {
  const auto known = TRY(data_sets(practice));
  std::map<std::string, std::string> destinations_of;  // by folder
  const auto add = [&](const std::string& folder, const std::string& destination) {
    if (folder.empty()) return;
    std::string& names = destinations_of[settled(folder)];
    names += (names.empty() ? "" : ", ") + destination;
  };
  for (const backups::Destination& destination : TRY(destinations(practice))) {
    add(destination.folder, destination.name);
    for (const backups::DataSet& data_set : known) {
      if (std::ranges::find(destination.data_sets, data_set.id) == destination.data_sets.end()) continue;
      for (const backups::Source& source : data_set.sources)
        if (source.kind != backups::SourceKind::database) add(source.place, destination.name);
    }
  }
  std::vector<accounts::BackedUpFolder> folders;
  for (auto& [folder, names] : destinations_of) folders.push_back({folder, std::move(names)});
  return folders;
}

std::vector<ExportTrace> find_export_traces(const fs::path& home, const std::string& file_name, std::uint64_t size,
                                            const accounts::SyncedFolders& synced,
                                            std::span<const accounts::BackedUpFolder> backed_up) {
  std::vector<ExportTrace> traces;
  const fs::path name = fs::path(file_name).filename();
  if (name.empty() || name == "." || name == "..") return traces;
  const auto look_in = [&](const fs::path& folder) {
    if (!holds(folder, name.string(), size)) return;
    const std::string there = settled(folder);
    if (std::ranges::find(traces, there, &ExportTrace::folder) != traces.end()) return;
    const std::string file = there + "/" + name.generic_string();
    traces.push_back({there, synced.service_of(file), accounts::backed_up_by(backed_up, file)});
  };
  const auto look_below = [&](const fs::path& folder) {
    look_in(folder);
    for (const std::string& usual : synced.usual()) look_in(folder / usual);
  };
  if (!home.empty()) {
    look_below(home);
    for (const fs::path& folder : folders_in(home)) {
      if (synced.service_of((folder / name).generic_string())) look_below(folder);
    }
  }
  for (const accounts::BackedUpFolder& source : backed_up) {
    look_in(source.folder);
    for (const fs::path& folder : folders_in(source.folder)) look_in(folder);
  }
  return traces;
}

}  // namespace garde::actions
