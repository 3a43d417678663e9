#include "actions/accounts/export_traces.h"

#include <algorithm>
#include <map>

#include "actions/backups/backup_destinations.h"
#include "worker/paths/paths.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;

using worker::ResolvedPath;

// Where files may lie, each folder once.
class Candidates {
 public:
  Candidates(const cage::Runner& readers, const accounts::SyncedFolders& synced) : readers_(readers), synced_(synced) {}

  void add(const fs::path& folder) {
    if (std::ranges::find(folders_, folder) == folders_.end()) folders_.push_back(folder);
  }
  void add_usual_of(const fs::path& folder) {
    add(folder);
    for (const std::string& usual : synced_.usual()) add(folder / usual);
  }
  // Nothing of one that does not answer, which is remembered.
  std::vector<std::string> below(const fs::path& folder) {
    if (silent_.size() >= worker::kMostSilent) {
      silent_.push_back(folder.string());
      return {};
    }
    auto folders = worker::folders_in(readers_, folder.string());
    if (folders) return std::move(folders).take();
    if (folders.error().kind == ErrorKind::unreachable) silent_.push_back(folder.string());
    return {};
  }
  bool is_silent(const fs::path& folder) const { return std::ranges::find(silent_, folder.string()) != silent_.end(); }

  const std::vector<fs::path>& folders() const { return folders_; }
  std::vector<std::string> take_silent() { return std::move(silent_); }

 private:
  const cage::Runner& readers_;
  const accounts::SyncedFolders& synced_;
  std::vector<fs::path> folders_;
  std::vector<std::string> silent_;
};

}  // namespace

Result<std::vector<accounts::BackedUpFolder>> backed_up_folders(Practice& practice) {
  const auto known = TRY(data_sets(practice));
  std::vector<std::string> places;
  std::vector<std::string> names;  // of the destination, for each
  const auto add = [&](const std::string& folder, const std::string& destination) {
    if (folder.empty()) return;
    places.push_back(folder);
    names.push_back(destination);
  };
  for (const backups::Destination& destination : TRY(destinations(practice))) {
    add(destination.folder, destination.name);
    for (const backups::DataSet& data_set : known) {
      if (std::ranges::find(destination.data_sets, data_set.id) == destination.data_sets.end()) continue;
      for (const backups::Source& source : data_set.sources)
        if (source.kind != backups::SourceKind::database) add(source.place, destination.name);
    }
  }
  const auto resolved = worker::resolve_paths(practice.readers(), places);
  std::map<std::string, std::string> destinations_of;  // by folder
  for (std::size_t i = 0; i < places.size(); ++i) {
    std::string& all = destinations_of[resolved[i] ? resolved[i]->real : places[i]];
    all += (all.empty() ? "" : ", ") + names[i];
  }
  std::vector<accounts::BackedUpFolder> folders;
  for (auto& [folder, destinations] : destinations_of) folders.push_back({folder, std::move(destinations)});
  return folders;
}

FoundTraces find_export_traces(const cage::Runner& readers, const fs::path& home, std::span<const LookedFor> files,
                               const accounts::SyncedFolders& synced,
                               std::span<const accounts::BackedUpFolder> backed_up) {
  Candidates candidates(readers, synced);
  if (!home.empty()) {
    candidates.add_usual_of(home);
    for (const std::string& folder : candidates.below(home))
      if (synced.service_of((fs::path(folder) / "export").generic_string())) candidates.add_usual_of(folder);
  }
  for (const accounts::BackedUpFolder& source : backed_up) {
    const auto folders = candidates.below(source.folder);
    if (!candidates.is_silent(source.folder)) candidates.add(source.folder);
    for (const std::string& folder : folders) candidates.add(folder);
  }

  FoundTraces found;
  std::vector<std::string> paths;  // every file in every folder
  for (const LookedFor& file : files)
    for (const fs::path& folder : candidates.folders())
      paths.push_back((folder / fs::path(file.name).filename()).string());
  const auto resolved = worker::resolve_paths(readers, paths);
  auto path = resolved.begin();
  for (const LookedFor& file : files) {
    std::vector<ExportTrace>& traces = found.of_files.emplace_back();
    for (std::size_t i = 0; i < candidates.folders().size(); ++i, ++path) {
      if (!*path || (*path)->type != ResolvedPath::Type::file || (*path)->size != file.size) continue;
      const std::string there = fs::path((*path)->real).parent_path().generic_string();
      if (std::ranges::find(traces, there, &ExportTrace::folder) != traces.end()) continue;
      traces.push_back({there, synced.service_of((*path)->real), accounts::backed_up_by(backed_up, (*path)->real)});
    }
  }
  found.silent = candidates.take_silent();
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string folder = candidates.folders()[i % candidates.folders().size()].string();
    if (!resolved[i] && std::ranges::find(found.silent, folder) == found.silent.end()) found.silent.push_back(folder);
  }
  return found;
}

}  // namespace garde::actions
