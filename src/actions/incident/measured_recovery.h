// How long each service takes to come back, from what the last restore drills measured.
#pragma once

#include "actions/practice/practice.h"
#include "incident/recovery.h"

namespace garde::actions {

// Of the services whose data sets all came back in their last drill: the time that restoring all of the slowest would
// take. A service whose data was never tested, or failed its last test, is left out.
Result<incident::MeasuredRecoveries> measured_recoveries(Practice& practice);

}  // namespace garde::actions
