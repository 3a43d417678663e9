// Alarms about backups. Rows are added and never changed.
#pragma once

#include <vector>

#include "backups/alarm.h"
#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

Result<void> add_alarm(Connection& connection, const PracticeId& practice, const backups::Alarm& alarm);
// `conflict` when it is closed already.
Result<void> close_alarm(Connection& connection, const PracticeId& practice, const backups::AlarmId& alarm,
                         const backups::AlarmClosing& closing);
// The newest first, with how they were closed.
Result<std::vector<backups::Alarm>> load_alarms(Connection& connection, const PracticeId& practice);

}  // namespace garde::storage
