// Folders in which files are worked on, the base of a program above all, and what of them is gone.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "backups/attack.h"
#include "checker/file_inventory.h"

namespace garde::checker {

// Files whose content differs between two of the `earlier` inventories are worked on. Those that are not there any
// more, each with all that its folder held: a base that is gone with its folder, or from it, is no tidying; one letter
// that was written again among many that were not is. A folder of which nothing is gone is left out.
std::vector<backups::AttackEvidence::WorkingFolder> working_folders(
    std::span<const Inventory* const> earlier, const std::function<bool(const Trace& then)>& is_there);

}  // namespace garde::checker
