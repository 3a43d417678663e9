#include "documents/calendar.h"

#include <fmt/format.h>

#include "documents/content_lines.h"

namespace garde::documents {
namespace {

std::string basic(Date day) {
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string basic(Instant instant) {
  const std::string iso = to_iso(instant);  // 2026-11-23T17:30:00.000Z
  return fmt::format("{}T{}{}{}Z", basic(utc_day_of(instant)), iso.substr(11, 2), iso.substr(14, 2), iso.substr(17, 2));
}

}  // namespace

std::string calendar_ics(const Calendar& calendar) {
  std::string ics;
  add_content_line(ics, "BEGIN:VCALENDAR");
  add_content_line(ics, "VERSION:2.0");
  add_content_line(ics, fmt::format("PRODID:-//Garde//{}//FR", calendar.product));
  add_content_line(ics, "CALSCALE:GREGORIAN");
  add_content_line(ics, "X-WR-CALNAME:" + escaped_content(calendar.name));
  for (const CalendarEvent& event : calendar.events) {
    add_content_line(ics, "BEGIN:VEVENT");
    add_content_line(ics, "UID:" + event.uid);
    add_content_line(ics, "DTSTAMP:" + basic(calendar.made_at));
    add_content_line(ics, "DTSTART;VALUE=DATE:" + basic(event.day));
    add_content_line(ics, "DTEND;VALUE=DATE:" + basic(plus_days(event.day, Days{1})));
    add_content_line(ics, "SUMMARY:" + escaped_content(event.summary));
    add_content_line(ics, "DESCRIPTION:" + escaped_content(event.description));
    add_content_line(ics, "TRANSP:TRANSPARENT");
    add_content_line(ics, "END:VEVENT");
  }
  add_content_line(ics, "END:VCALENDAR");
  return ics;
}

}  // namespace garde::documents
