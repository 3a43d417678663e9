// An alarm about a backup: what was seen, what to do, and how a person closes it.
#pragma once

#include "backups/alarm.h"
#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

struct AlarmLink {
  std::string id;
  std::string title;  // "Alerte du 20 novembre 2026 : Disque USB"
  std::string state;  // of one that is closed: when, and how
};
AlarmLink alarm_link(const Visitor& visitor, const backups::Alarm& alarm);

struct AlarmPage {
  Frame frame;
  std::string id;
  std::string title;
  std::string destination_id;  // empty once it is removed
  std::string run;             // likewise
  std::vector<std::string> seen;
  std::string more;
  bool is_open = false;
  std::string closed;  // when, and how
  std::string reason;
  ProblemList problems;
  std::vector<SelectField> how = {};  // one
  std::vector<FormField> fields = {};
};

Result<http::Response> show_alarm(Visitor& visitor, const http::Request& request);
Result<http::Response> close_alarm(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
