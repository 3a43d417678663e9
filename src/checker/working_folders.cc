#include "checker/working_folders.h"

#include <algorithm>
#include <map>

namespace garde::checker {

using backups::AttackEvidence;

std::vector<AttackEvidence::WorkingFolder> working_folders(std::span<const Inventory* const> earlier,
                                                           const std::function<bool(const Trace& then)>& is_there) {
  std::map<std::uint64_t, AttackEvidence::WorkingFolder> folders;
  for (std::size_t i = 0; i < earlier.size(); ++i)
    for (const Trace& then : earlier[i]->traces()) {
      const bool is_counted = std::ranges::any_of(
          earlier.first(i), [&](const Inventory* counted) { return counted->find_trace(then.path) != nullptr; });
      if (is_counted) continue;
      AttackEvidence::WorkingFolder& folder = folders[then.folder];
      folder.bytes_held += {then.size};
      const bool is_worked_on = std::ranges::any_of(earlier, [&](const Inventory* other) {
        const Trace* there = other->find_trace(then.path);
        return there != nullptr && there->content != then.content;
      });
      if (!is_worked_on) continue;
      ++folder.files;
      folder.bytes += {then.size};
      if (is_there(then)) continue;
      ++folder.files_gone;
      folder.bytes_gone += {then.size};
    }
  std::vector<AttackEvidence::WorkingFolder> with_loss;
  for (const auto& [folder, working] : folders)
    if (working.files_gone > 0) with_loss.push_back(working);
  return with_loss;
}

}  // namespace garde::checker
