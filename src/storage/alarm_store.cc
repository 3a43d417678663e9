#include "storage/alarm_store.h"

#include <utility>

namespace garde::storage {
namespace {

using backups::Alarm;
using backups::AlarmClosing;

// Nothing in the last columns of one that is open.
constexpr Sql kSelectAlarms = R"sql(
SELECT id, destination_id, destination_name, run_id, opened_at, how, reason, closed_at, accepted_point_at
FROM backup_alarm
LEFT JOIN backup_alarm_closing
  ON backup_alarm_closing.practice_id = backup_alarm.practice_id AND alarm_id = backup_alarm.id
WHERE backup_alarm.practice_id = ?
ORDER BY opened_at DESC, id DESC)sql";
constexpr Sql kInsertAlarm = R"sql(
INSERT INTO backup_alarm (practice_id, id, destination_id, destination_name, run_id, opened_at)
VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr Sql kInsertClosing = R"sql(
INSERT INTO backup_alarm_closing (practice_id, alarm_id, closed_at, how, reason, accepted_point_at)
VALUES (?, ?, ?, ?, ?, ?))sql";

Result<Alarm> read_alarm(Row& row) {
  auto id = TRY(row.id<backups::AlarmTag>());
  auto destination = TRY(row.id<backups::DestinationTag>());
  auto destination_name = TRY(row.text());
  auto run = TRY(row.id<backups::RunTag>());
  const Instant opened_at = TRY(row.instant());
  Alarm alarm{std::move(id), std::move(destination), std::move(destination_name), std::move(run), opened_at, {}};
  if (row.skip_null_rest()) return alarm;
  const auto how = backups::parse_alarm_end(TRY(row.text()));
  if (!how) return row.damaged("expected how an alarm was closed");
  auto reason = TRY(row.text());
  const Instant closed_at = TRY(row.instant());
  alarm.closing = AlarmClosing { closed_at, *how, std::move(reason), TRY(row.optional(&Row::instant)) };
  return alarm;
}

}  // namespace

Result<void> add_alarm(Connection& connection, const PracticeId& practice, const Alarm& alarm) {
  TRY(connection.execute(kInsertAlarm,
                         {practice, alarm.id, alarm.destination, alarm.destination_name, alarm.run, alarm.opened_at}));
  return {};
}

Result<void> close_alarm(Connection& connection, const PracticeId& practice, const backups::AlarmId& alarm,
                         const AlarmClosing& closing) {
  TRY(connection.execute(
      kInsertClosing, {practice, alarm, closing.closed_at, name(closing.how), closing.reason, closing.accepted_point}));
  return {};
}

Result<std::vector<Alarm>> load_alarms(Connection& connection, const PracticeId& practice) {
  return read_all(connection.query(kSelectAlarms, {practice}), read_alarm);
}

}  // namespace garde::storage
