// A calendar of whole days (RFC 5545). An event keeps its UID from one export to the next, so that importing again
// moves it.
#pragma once

#include <string>
#include <vector>

#include "base/instant.h"

namespace garde::documents {

struct CalendarEvent {
  std::string uid;  // "call-7f3a@garde"
  Date day;
  std::string summary;
  std::string description;
};

struct Calendar {
  std::string product;  // "Plan": what of Garde made it
  std::string name;     // as the calendar program shows it
  Instant made_at;
  std::vector<CalendarEvent> events;
};

std::string calendar_ics(const Calendar& calendar);

}  // namespace garde::documents
