#include "backups/alarm.h"

#include <algorithm>

#include "base/enumerators.h"

namespace garde::backups {
namespace {

bool was_open(const Alarm& alarm, Instant at) {
  return alarm.opened_at <= at && (alarm.is_open() || at < alarm.closing->closed_at);
}

}  // namespace

std::string_view name(AlarmEnd end) {
  switch (end) {
    case AlarmEnd::handled: return "handled";
    case AlarmEnd::rebuilt: return "rebuilt";
    case AlarmEnd::false_alarm: return "false-alarm";
  }
  fail_check("an AlarmEnd outside its enum", __FILE__, __LINE__);
}

std::optional<AlarmEnd> parse_alarm_end(std::string_view text) { return parse_enumerator<AlarmEnd>(text); }

const Alarm* open_alarm(std::span<const Alarm> alarms, const DestinationId& destination) {
  const auto found = std::ranges::find_if(
      alarms, [&](const Alarm& alarm) { return alarm.destination == destination && alarm.is_open(); });
  return found == alarms.end() ? nullptr : &*found;
}

bool opens_alarm(const KeptRun& run, std::span<const Alarm> alarms) {
  const Check* check = run.run.find(Question::not_attacked);
  if (check == nullptr || check->outcome() != Outcome::failed) return false;
  return std::ranges::none_of(alarms, [&](const Alarm& alarm) {
    if (alarm.destination != run.destination) return false;
    if (alarm.is_open()) return true;
    // A mirror keeps its point while its content changes: nobody vouched for that.
    return run.run.kind != formats::Kind::mirror && run.newest_point &&
           run.newest_point <= alarm.closing->accepted_point;
  });
}

std::optional<Instant> proved_good(std::span<const KeptRun> runs, std::span<const Alarm> alarms,
                                   const DestinationId& destination) {
  std::optional<Instant> newest;
  const auto consider = [&](std::optional<Instant> point) { newest = std::max(newest, point); };
  for (const KeptRun& kept : runs) {
    const Check* check = kept.destination == destination ? kept.run.find(Question::not_attacked) : nullptr;
    if (check == nullptr || check->outcome() != Outcome::passed) continue;
    const bool alarmed = std::ranges::any_of(alarms, [&](const Alarm& alarm) {
      return alarm.destination == destination && was_open(alarm, kept.run.begun);
    });
    if (!alarmed) consider(kept.newest_point);
  }
  for (const Alarm& alarm : alarms)
    if (alarm.destination == destination && alarm.closing) consider(alarm.closing->accepted_point);
  return newest;
}

}  // namespace garde::backups
