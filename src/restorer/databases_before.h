// Databases that came back, beside the same ones in the restore point before: a dump of the wrong base, or of one that
// was emptied, is whole and of no use.
#pragma once

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "backups/check.h"
#include "restorer/restored_file.h"

namespace garde::restorer {

struct RestoredDatabase {
  std::string path;
  ByteCount size;
  std::uint64_t tables = 0;
};

// What is wrong with them: failed for a collapse to less than a tenth, else not established. Brings those of the
// restore point before back into the scratch folder to count their tables, where there is room to leave `spare` free.
// `cancelled`.
Result<std::vector<std::pair<backups::Outcome, backups::DwindledDatabase>>> compare_with_before(
    const FileRestorer::Places& places, const std::vector<formats::RestorePoint>& points,
    const std::vector<RestoredDatabase>& databases, ByteCount spare, const std::stop_token& stop);

}  // namespace garde::restorer
