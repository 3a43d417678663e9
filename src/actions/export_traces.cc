#include "actions/export_traces.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace garde::actions {
namespace {

namespace fs = std::filesystem;

// As systems name them, in French and in English.
constexpr std::array<std::string_view, 9> kUsual = {
    "",          "Téléchargements",         "Downloads", "Bureau", "Desktop", "Documents", "Mes documents",
    "Corbeille", ".local/share/Trash/files"};
constexpr std::size_t kMaxEntries = 2000;  // of a home; more is no home

bool holds(const fs::path& folder, const std::string& file_name, std::uint64_t size) {
  std::error_code code;
  const fs::path file = folder / file_name;
  return fs::is_regular_file(file, code) && fs::file_size(file, code) == size && !code;
}

}  // namespace

std::vector<ExportTrace> find_export_traces(const fs::path& home, const std::string& file_name, std::uint64_t size,
                                            const accounts::SyncedFolders& synced) {
  std::vector<ExportTrace> traces;
  const fs::path name = fs::path(file_name).filename();
  if (home.empty() || name.empty() || name == "." || name == "..") return traces;
  const auto look_in = [&](const fs::path& folder) {
    if (holds(folder, name.string(), size))
      traces.push_back({folder.generic_string(), synced.service_of((folder / name).generic_string())});
  };
  for (const std::string_view usual : kUsual) look_in(usual.empty() ? home : home / usual);
  std::error_code code;
  std::size_t seen = 0;
  for (fs::directory_iterator entry(home, code); !code && entry != fs::directory_iterator(); entry.increment(code)) {
    if (++seen > kMaxEntries) break;
    if (!synced.service_of((entry->path() / name).generic_string()) || !entry->is_directory(code)) continue;
    look_in(entry->path());
    for (const std::string_view usual : kUsual)
      if (!usual.empty()) look_in(entry->path() / usual);
  }
  return traces;
}

}  // namespace garde::actions
