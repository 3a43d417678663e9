// What a check or a drill found, in types, from the reader that met it to the sentence that `documents` makes of it. No
// finding holds words: those are chosen by name() from backups.finding.<name> in the content.
//
//   check.add(Remark::no_restore_point);
//   check.add(FileFinding{FileRemark::missing, "dossiers/durand.txt"});
//   name(check.findings[0]) == "no-restore-point"
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "backups/attack_findings.h"
#include "backups/check_findings.h"
#include "backups/drill_findings.h"

namespace garde::backups {

// A reason is absent in what was found before Garde kept reasons as values.
using Finding =
    std::variant<Remark, DamageFinding, UnjudgedFinding, FileFinding, SourceFinding, PointFinding, LineFinding,
                 CountFinding, CadenceFinding, MissedDay, ScheduledJob, FormatNotRead, SuspectFile, RansomFinding,
                 UpheavalFinding, NotRestored, NotOpened, DumpFinding, ForeignFinding, DwindledDatabase>;

// "damage-loss": no two kinds have the same. It is what the JSON calls `kind`.
std::string name(const Finding& finding);

// One of each name, and nothing else in it.
const std::vector<Finding>& every_kind_of_finding();

}  // namespace garde::backups
