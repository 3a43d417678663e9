// Which account or phone opens which other, drawn, and what falls with each.
#pragma once

#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

// Lengths in the units of the drawing.
struct NodeView {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  int text_x = 0;
  int first_y = 0;   // of the first line of text
  int second_y = 0;  // of the second
  std::string first;
  std::string second;  // may be empty
  std::string kind;    // "access", "other"
  bool single_point = false;
};
struct EdgeView {
  std::string path;
};

struct SinglePointView {
  std::string title;
  std::string sentence;
  std::vector<std::string> falls;
};

struct RecoveryGraphPage {
  Frame frame;
  bool drawn = false;
  std::string view_box = {};
  int width = 0;
  int height = 0;
  std::string description;  // for those who cannot see the drawing
  std::vector<NodeView> nodes = {};
  std::vector<EdgeView> edges = {};
  std::vector<SinglePointView> points = {};
  std::vector<std::string> only_ways = {};  // accounts that one single thing recovers
  std::vector<std::string> unknown = {};    // accounts of which no way back is known
};

Result<http::Response> show_recovery_graph(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
