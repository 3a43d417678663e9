// A check of a backup destination, for other programs and for a terminal.
#pragma once

#include <string>

#include "backups/run.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

// {"destination","kind","restore_points":[{"id","time","files","bytes"}],"outcome",
//  "checks":[{"name","outcome","finding_count","findings":[{"kind", …}]}],
//  "coverage":{"level","bytes_read","bytes_total","blobs_verified",
//              "confidence":null|{"sure":0.95,"damaged_share_at_most":x}},"seconds"}
// and of a drill:
//  "drill":{"restore_point","time","files_in_point","bytes_in_point","files_restored","bytes_restored","files_opened",
//           "files_not_opened","files_wrong","canaries_expected","canaries_back","seconds","sha256",
//           "full_recovery":[{"data_set","seconds"}]}
// A finding has the fields of its kind, by name (backups/finding_json.h), and beside them "subject" and "detail", the
// two texts it was before (old_words.h). Names that are not UTF-8 have their bad bytes replaced by U+FFFD.
std::string backup_check_json(const backups::CheckRun& run, const backups::DrillResult* drill = nullptr);

std::string backup_check_text(const backups::CheckRun& run, const text::Catalogue& texts, const text::Zone& zone,
                              const backups::DrillResult* drill = nullptr);

}  // namespace garde::documents
