#include "formats/residue.h"

#include <algorithm>
#include <array>
#include <string>

namespace garde::formats {
namespace {

// Windows, macOS, desktops of Linux, and the index folders of two makers of network disks.
constexpr auto kNames = std::to_array<std::string_view>({"thumbs.db",
                                                         "ehthumbs.db",
                                                         "desktop.ini",
                                                         "$recycle.bin",
                                                         "system volume information",
                                                         ".ds_store",
                                                         ".localized",
                                                         ".appledouble",
                                                         ".spotlight-v100",
                                                         ".fseventsd",
                                                         ".trashes",
                                                         ".temporaryitems",
                                                         ".documentrevisions-v100",
                                                         "icon\r",
                                                         ".directory",
                                                         "lost+found",
                                                         "@eadir",
                                                         "#recycle",
                                                         ".nfs",
                                                         ".sync.ffs_db"});
// "~$letter.docx" of Microsoft's programs, ".~lock.letter.odt#" of LibreOffice, "._letter.pdf" of macOS on other disks.
constexpr auto kBeginnings = std::to_array<std::string_view>({"~$", ".~lock.", "._", "~wrl", ".trash-", ".nfs0"});

constexpr auto kUnfinished = std::to_array<std::string_view>(
    {".inprogress", ".in-progress", ".in_progress", ".partial", ".part", ".incomplete", ".unfinished", ".tmp", ".temp",
     "-inprogress", "-partial", "-incomplete", "_inprogress", "_partial", "_incomplete"});

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

bool is_residue(std::string_view name) {
  const std::string lower = lower_case(name);
  return std::ranges::find(kNames, lower) != kNames.end() ||
         std::ranges::any_of(kBeginnings, [&](std::string_view one) { return lower.starts_with(one); });
}

bool is_unfinished(std::string_view name) {
  const std::string lower = lower_case(name);
  return std::ranges::any_of(kUnfinished, [&](std::string_view one) { return lower.ends_with(one); });
}

bool is_residue_path(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (is_residue(path.substr(0, slash))) return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

}  // namespace garde::formats
