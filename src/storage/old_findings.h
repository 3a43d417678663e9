// Findings of runs that were kept before they had fields: a kind and two texts, some of them English for a log. Read
// into the types of today, so that such a run shows what it showed, in French.
#pragma once

#include <string_view>

#include "backups/finding.h"

namespace garde::storage {

// `damaged` when no version of Garde wrote it so. A reason in words that are not known is left out.
Result<backups::Finding> old_finding(std::string_view kind, std::string_view subject, std::string_view detail);

}  // namespace garde::storage
