// Runs asked for on a page: started, watched, cancelled.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

struct JobPage {
  Frame frame;
  std::string id;
  std::string title;
  std::string destination_id;
  std::string destination;
  std::string state;
  std::string progress;  // "1,2 Go sur 1,9 Go, 420 Mo par seconde, encore 2 s"
  std::uint32_t percent = 0;
  bool is_over = false;
  std::string problem;  // why it failed
  std::string run;      // its run, once done
};

Result<http::Response> start_run(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> show_job(Visitor& visitor, const http::Request& request);
// Server-sent events "progress", each with {"state","progress","percent","over"}.
Result<http::Response> send_job_events(Visitor& visitor, const http::Request& request);
Result<http::Response> cancel_job(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
