// Alarms about backups: opened by checks, closed by people.
#pragma once

#include <string>
#include <vector>

#include "actions/practice/practice.h"
#include "backups/alarm.h"

namespace garde::actions {

inline constexpr std::size_t kMaxAlarmReason = 500;  // code points: some sentences

// The newest first.
Result<std::vector<backups::Alarm>> alarms(Practice& practice);
Result<std::vector<backups::Alarm>> open_alarms(Practice& practice);  // those that nobody has closed

// Opens one when the run calls for it. To be called where the run is kept, in the same transaction.
Result<void> open_alarm_if_due(storage::Connection& connection, const storage::PracticeId& practice,
                               const backups::KeptRun& run);

// As typed.
struct AlarmClosingForm {
  std::string how;  // a backups::AlarmEnd by its name
  std::string reason;
};
// Field names of problems: how, reason. not_found; conflict when it is closed already.
Result<FieldProblems> close_alarm(Practice& practice, const backups::AlarmId& alarm, const AlarmClosingForm& form);

}  // namespace garde::actions
