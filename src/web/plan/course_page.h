// How the three harms stood since the first answer: drawn, and told in words.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

// A day of a harm, in the units of the drawing.
struct CourseBar {
  int x = 0;
  int y = 0;
  int height = 0;
  std::string state;  // "high": names its colour
};

struct HarmCourse {
  std::string title;
  std::vector<CourseBar> bars;       // the oldest first, the last of them being today
  std::vector<std::string> changes;  // the newest first
};

struct CoursePage {
  Frame frame;
  int width = 0;  // of each drawing: as many days as there may be, so that a short past looks short
  std::string first_day;
  std::string last_day;
  std::vector<HarmCourse> harms;  // none before the first answer
};

Result<http::Response> show_course(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
