// A finding as the two texts that `garde backup check --json` gave before findings had fields: programs of others read
// them. Nothing new is told there.
#pragma once

#include <string>

#include "backups/finding.h"

namespace garde::documents {

struct OldWords {
  std::string subject;
  std::string detail;
};
OldWords old_words(const backups::Finding& finding);

}  // namespace garde::documents
