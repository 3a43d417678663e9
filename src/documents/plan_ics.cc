#include "documents/plan_ics.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace garde::documents {
namespace {

// Backslash, semicolon and comma are escaped, a newline becomes \n (RFC 5545, 3.3.11).
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

// Lines of at most 75 bytes, folded between characters (RFC 5545, 3.1).
void add_line(std::string& ics, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t cut = room;
    while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    ics += line.substr(0, cut);
    ics += "\r\n ";
    line.remove_prefix(cut);
    room = 74;  // the space counts
  }
  ics += line;
  ics += "\r\n";
}

std::string basic(Date day) {
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string basic(Instant instant) {
  const std::string iso = to_iso(instant);  // 2026-11-23T17:30:00.000Z
  return fmt::format("{}T{}{}{}Z", basic(utc_day_of(instant)), iso.substr(11, 2), iso.substr(14, 2), iso.substr(17, 2));
}

struct Event {
  std::string uid;
  Date day;
  std::string summary;
  std::string description;
};

void add_event(std::string& ics, const PlanReport& report, const Event& event) {
  add_line(ics, "BEGIN:VEVENT");
  add_line(ics, "UID:" + event.uid);
  add_line(ics, "DTSTAMP:" + basic(report.now));
  add_line(ics, "DTSTART;VALUE=DATE:" + basic(event.day));
  add_line(ics, "DTEND;VALUE=DATE:" + basic(plus_days(event.day, Days{1})));
  add_line(ics, "SUMMARY:" + escaped(event.summary));
  add_line(ics, "DESCRIPTION:" + escaped(event.description));
  add_line(ics, "TRANSP:TRANSPARENT");
  add_line(ics, "END:VEVENT");
}

}  // namespace

std::string plan_ics(const PlanReport& report) {
  std::string ics;
  add_line(ics, "BEGIN:VCALENDAR");
  add_line(ics, "VERSION:2.0");
  add_line(ics, "PRODID:-//Garde//Plan//FR");
  add_line(ics, "CALSCALE:GREGORIAN");
  add_line(ics, "X-WR-CALNAME:" + escaped(report.texts.sentence("report.title")));
  for (const plan::Action& action : report.plan.actions) {
    const plan::Measure& measure = *action.measure;
    if (action.notes.due && action.state != plan::ActionState::kept) {
      std::string summary = report.texts.sentence({"ics.due", {{"action", measure.title}}});
      std::string description = report.texts.sentence({"report.first", {{"first", measure.first}}});
      if (!action.notes.owner.empty())
        description += "\n" + report.texts.sentence({"plan.owner-line", {{"owner", action.notes.owner}}});
      add_event(ics, report,
                {fmt::format("{}-due@garde", measure.id.text()), *action.notes.due, std::move(summary),
                 std::move(description)});
    }
    if (action.state == plan::ActionState::kept && action.next_check)
      add_event(ics, report,
                {fmt::format("{}-check@garde", measure.id.text()), report.zone.day_of(*action.next_check),
                 report.texts.sentence({"ics.check", {{"action", measure.kept_title}}}), measure.proof});
  }
  add_line(ics, "END:VCALENDAR");
  return ics;
}

}  // namespace garde::documents
