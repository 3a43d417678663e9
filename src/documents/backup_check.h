// A check of a backup destination, for other programs and for a terminal.
#pragma once

#include <string>

#include "backups/check.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

// {"destination","kind","restore_points":[{"id","time","files","bytes"}],"outcome",
//  "checks":[{"name","outcome","finding_count","findings":[{"kind","subject","detail"}]}],
//  "coverage":{"level","bytes_read","bytes_total","blobs_verified",
//              "confidence":null|{"sure":0.95,"damaged_share_at_most":x}},"seconds"}
// Names that are not UTF-8 have their bad bytes replaced by U+FFFD.
std::string backup_check_json(const backups::CheckRun& run);

std::string backup_check_text(const backups::CheckRun& run, const text::Catalogue& texts, const text::Zone& zone);

}  // namespace garde::documents
