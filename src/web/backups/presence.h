// Whether a destination is there, as far as is known without touching it: what was seen last, and when.
#pragma once

#include <string>

#include "backups/destination.h"
#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

// A state in a word and a colour: never the colour alone.
struct Chip {
  std::string kind;  // "good", "bad", "unsure"
  std::string text;
};

Chip presence_chip(const Visitor& visitor, const backups::Destination& destination);

// {"looking": true, "places": {"d12": {"kind": "good", "text": "…"}}}: for a page that is open, until nothing is being
// looked at any more.
Result<http::Response> send_presence(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
