// Whom damage hits: from lost blobs back to files, directories and restore points.
#pragma once

#include <vector>

#include "formats/restic/findings.h"
#include "formats/restic/tree_walk.h"

namespace garde::formats::restic {

// Fills `affected` of each finding, and lowers to decay the loss that hits nothing. Reads the directories again,
// so it is for when something was found. `walk` is that of these snapshots.
void resolve_affected(const WalkContext& context, const std::vector<Snapshot>& snapshots, const TreeWalk& walk,
                      std::vector<Finding>& findings);

}  // namespace garde::formats::restic
