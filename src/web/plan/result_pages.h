// The result: what could happen to the practice, and what to do first.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"
#include "web/plan/plan_pages.h"

namespace garde::web {

struct HarmView {
  std::string state;  // "high", "not-established": names the drawing
  std::string title;
  std::string word;  // "élevé"
  std::string meaning;
  bool partial = false;
  std::string count;  // how much of it is known, and how much proved
  std::vector<std::string> because;
  std::vector<std::string> mended;
  std::vector<std::string> open;
};

struct ResultPage {
  Frame frame;
  std::string worst;
  std::string overall;
  std::vector<std::string> findings;  // what was measured or attested beside the answers
  bool unfinished = false;
  std::string answered;
  std::vector<HarmView> harms;
  std::vector<ActionCard> first_actions;
  Reflexes reflexes;
};

Result<http::Response> show_result(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
