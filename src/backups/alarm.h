// An alarm: a check found a destination attacked. No later check closes it, a person does, with a reason. What was seen
// is in the findings of the run that opened it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "backups/run.h"

namespace garde::backups {

using AlarmId = Id<struct AlarmTag>;

// What a person says became of it. The names are those of the database.
enum class AlarmEnd : std::uint8_t {
  handled,      // it was an attack, and an incident dealt with it
  rebuilt,      // the data were put back from before it
  false_alarm,  // ordinary work
};
std::string_view name(AlarmEnd end);  // "handled", "rebuilt", "false-alarm"
std::optional<AlarmEnd> parse_alarm_end(std::string_view text);

struct AlarmClosing {
  Instant closed_at;
  AlarmEnd how{};
  std::string reason;
  // The newest restore point known then: the person vouches for it, and what comes later is held against it.
  std::optional<Instant> accepted_point = {};
  bool operator==(const AlarmClosing&) const = default;
};

struct Alarm {
  AlarmId id;
  DestinationId destination;
  std::string destination_name;  // as it was called then
  RunId run;                     // the check that opened it
  Instant opened_at;
  std::optional<AlarmClosing> closing = {};
  bool is_open() const { return !closing.has_value(); }
  bool operator==(const Alarm&) const = default;
};

// Null when the destination has none open; valid while `alarms` are.
const Alarm* open_alarm(std::span<const Alarm> alarms, const DestinationId& destination);

// Whether this run opens one: it found its destination attacked, no alarm about that is open, and its newest restore
// point is not one that a person vouched for when an earlier one was closed.
bool opens_alarm(const KeptRun& run, std::span<const Alarm> alarms);

// When the restore point was made that the next check is held against: the newest that a check found not attacked, or
// that a person vouched for when an alarm was closed; nothing when there is none. What checks found good while an alarm
// was open does not count: it may be the attack itself, grown still. `runs` in any order, with their checks.
std::optional<Instant> proved_good(std::span<const KeptRun> runs, std::span<const Alarm> alarms,
                                   const DestinationId& destination);

}  // namespace garde::backups
