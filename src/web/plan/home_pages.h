// The first page of a new practice.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

struct Essential {
  std::string title;
  std::string why;
};
struct WelcomePage {
  Frame frame;
  std::vector<Essential> essentials;  // the three of the source page, in its order
};

// Welcome, or the result once something has been answered.
Result<http::Response> show_home(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
