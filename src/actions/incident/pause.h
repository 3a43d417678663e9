// While an incident is open no backup is read: a disk that is plugged in may be lost. An exercise stops nothing.
#pragma once

#include "actions/backups/run_pause.h"
#include "actions/practice/practice.h"

namespace garde::actions {

// `practice` must outlive it.
Pause pause_while_incident(Practice& practice);

}  // namespace garde::actions
