// What a drill concludes of dumps, which wait for a server's word after all else is known.
#pragma once

#include "restorer/drill.h"

namespace garde::restorer {

// What was only copied is said, and may be much of it in files, not in bytes. Of what was not drawn a drill says
// nothing, and no more.
inline constexpr backups::Enough kMostBytes{.units_percent = 0, .bytes_percent = 50, .sample_units = 1};

backups::DatabaseServer server_for(formats::dumps::DumpKind kind);

// By the worst that was found; and a data set of which nothing was opened is not shown to come back, however much of
// the others was.
backups::Outcome outcome_of(const Drilled& drilled);

}  // namespace garde::restorer
