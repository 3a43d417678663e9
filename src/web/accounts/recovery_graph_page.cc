#include "web/accounts/recovery_graph_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "accounts/register/recovery_graph.h"
#include "base/utf8.h"
#include "web/accounts/register_fields.h"
#include "web/accounts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using accounts::RecoveryGraph;
using accounts::RecoveryNode;
using accounts::Register;

constexpr int kNodeWidth = 230;
constexpr int kNodeHeight = 58;
constexpr int kColumnGap = 90;
constexpr int kRowGap = 20;
constexpr int kMargin = 12;
constexpr std::size_t kLineLength = 27;  // code points that fit in a box

std::string node_name(const Visitor& visitor, const Register& known, const RecoveryNode& node) {
  return node.access ? access_name(visitor, known, *known.find(*node.access)) : node.other;
}

std::string cut(std::string_view text) {
  if (count_code_points(text) <= kLineLength) return std::string(text);
  return std::string(first_code_points(text, kLineLength - 1)) + "…";
}

// "Messagerie (Mailo), cabinet" on two lines, cut at its last comma.
std::pair<std::string, std::string> two_lines(const std::string& name) {
  const std::size_t comma = name.rfind(", ");
  if (comma == std::string::npos) return {cut(name), ""};
  return {cut(std::string_view(name).substr(0, comma)), cut(std::string_view(name).substr(comma + 2))};
}

struct Position {
  int x = 0;
  int y = 0;
  bool drawn = false;
};

// Nodes that neither open nor are opened are not drawn.
std::vector<Position> positions(const RecoveryGraph& graph, int& width, int& height) {
  std::vector<bool> opened(graph.nodes.size());
  for (const RecoveryNode& node : graph.nodes)
    for (const std::size_t next : node.opens) opened[next] = true;
  std::vector<int> rows(graph.columns);
  std::vector<Position> positions(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const RecoveryNode& node = graph.nodes[i];
    if (node.opens.empty() && !opened[i]) continue;
    const int column = static_cast<int>(node.column);
    positions[i] = {kMargin + column * (kNodeWidth + kColumnGap),
                    kMargin + rows[node.column]++ * (kNodeHeight + kRowGap), true};
    width = std::max(width, positions[i].x + kNodeWidth + kMargin);
    height = std::max(height, positions[i].y + kNodeHeight + kMargin);
  }
  // Each column stands in the middle of the tallest.
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!positions[i].drawn) continue;
    const int own = rows[graph.nodes[i].column] * (kNodeHeight + kRowGap) - kRowGap + 2 * kMargin;
    positions[i].y += (height - own) / 2;
  }
  return positions;
}

// To the right where the column grows; around the right side where it does not.
EdgeView edge(const Position& from, const Position& to) {
  const int start_x = from.x + kNodeWidth;
  const int start_y = from.y + kNodeHeight / 2;
  const int end_y = to.y + kNodeHeight / 2;
  if (to.x > from.x) {
    const int bend = (to.x - start_x) / 2;
    return {fmt::format("M{} {} C{} {} {} {} {} {}", start_x, start_y, start_x + bend, start_y, to.x - bend, end_y,
                        to.x - 2, end_y)};
  }
  const int right = to.x + kNodeWidth;
  return {fmt::format("M{} {} C{} {} {} {} {} {}", start_x, start_y, start_x + kColumnGap / 2, start_y,
                      right + kColumnGap / 2, end_y, right + 2, end_y)};
}

void draw(const Visitor& visitor, const Register& known, const RecoveryGraph& graph, RecoveryGraphPage& page) {
  const auto where = positions(graph, page.width, page.height);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const RecoveryNode& node = graph.nodes[i];
    if (!where[i].drawn) continue;
    auto [first, second] = two_lines(node_name(visitor, known, node));
    const bool one_line = second.empty();
    page.nodes.push_back({.x = where[i].x,
                          .y = where[i].y,
                          .width = kNodeWidth,
                          .height = kNodeHeight,
                          .text_x = where[i].x + 14,
                          .first_y = where[i].y + (one_line ? 35 : 25),
                          .second_y = where[i].y + 45,
                          .first = std::move(first),
                          .second = std::move(second),
                          .kind = node.access ? "access" : "other",
                          .single_point = node.single_point()});
    for (const std::size_t next : node.opens) page.edges.push_back(edge(where[i], where[next]));
  }
  page.view_box = fmt::format("0 0 {} {}", page.width + kColumnGap / 2, page.height);
  page.width += kColumnGap / 2;
}

}  // namespace

Result<http::Response> show_recovery_graph(Visitor& visitor, const http::Request&) {
  const auto known = TRY(actions::access_register(visitor.practice));
  const RecoveryGraph graph = accounts::recovery_graph(known);
  RecoveryGraphPage page{.frame = make_frame(visitor, Section::accesses, say(visitor, "accesses.recovery.title")),
                         .drawn = graph.has_edges(),
                         .description = say(visitor, "accesses.recovery.drawing")};
  if (page.drawn) draw(visitor, known, graph, page);
  for (const std::size_t i : accounts::single_points(graph)) {
    SinglePointView point{.title = node_name(visitor, known, graph.nodes[i]), .sentence = {}, .falls = {}};
    for (const std::size_t fallen : graph.nodes[i].falls)
      point.falls.push_back(node_name(visitor, known, graph.nodes[fallen]));
    point.sentence = say(visitor, {"accesses.recovery.falls", {{"count", std::to_string(point.falls.size())}}});
    page.points.push_back(std::move(point));
  }
  for (const accounts::Access& access : known.accesses) {
    if (access.recoveries.empty()) page.unknown.push_back(access_name(visitor, known, access));
    if (access.recoveries.size() == 1) page.only_ways.push_back(access_name(visitor, known, access));
  }
  return page_response(visitor, render_accounts_recovery_graph, page);
}

}  // namespace garde::web
