#include "accounts/register/recovery_graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace garde::accounts {
namespace {

std::set<std::size_t> reached_from(const RecoveryGraph& graph, std::size_t start) {
  std::set<std::size_t> reached;
  std::vector<std::size_t> ahead = {start};
  while (!ahead.empty()) {
    const std::size_t node = ahead.back();
    ahead.pop_back();
    for (const std::size_t next : graph.nodes[node].opens)
      if (reached.insert(next).second) ahead.push_back(next);
  }
  reached.erase(start);
  return reached;
}

// Two accounts that recover each other stand in a circle, which no order of columns breaks: each pass moves a node at
// most one column, and there are no more passes than nodes that are not in one.
void choose_columns(RecoveryGraph& graph) {
  constexpr std::size_t kMaxColumns = 6;  // a longer chain is drawn folded
  for (std::size_t pass = 0; pass < kMaxColumns; ++pass) {
    bool moved = false;
    for (const RecoveryNode& node : graph.nodes) {
      for (const std::size_t opened : node.opens) {
        const auto& falls = graph.nodes[opened].falls;
        const bool circle = std::ranges::binary_search(falls, static_cast<std::size_t>(&node - graph.nodes.data()));
        if (circle || graph.nodes[opened].column > node.column || node.column + 1 >= kMaxColumns) continue;
        graph.nodes[opened].column = node.column + 1;
        moved = true;
      }
    }
    if (!moved) break;
  }
  for (const RecoveryNode& node : graph.nodes) graph.columns = std::max(graph.columns, node.column + 1);
}

}  // namespace

bool RecoveryGraph::has_edges() const {
  return std::ranges::any_of(nodes, [](const RecoveryNode& node) { return !node.opens.empty(); });
}

RecoveryGraph recovery_graph(const Register& register_of) {
  RecoveryGraph graph;
  std::map<AccessId, std::size_t> by_access;
  std::map<std::string, std::size_t> by_other;
  for (const Access& access : register_of.accesses) {
    by_access.emplace(access.id, graph.nodes.size());
    graph.nodes.push_back({.access = access.id, .other = {}, .opens = {}, .falls = {}});
  }
  for (std::size_t i = 0; i < register_of.accesses.size(); ++i) {
    std::set<std::size_t> ways;
    for (const Recovery& recovery : register_of.accesses[i].recoveries) {
      std::size_t from = i;
      if (recovery.access) {
        const auto found = by_access.find(*recovery.access);
        if (found != by_access.end()) from = found->second;
      } else if (!recovery.other.empty()) {
        const auto [found, added] = by_other.emplace(recovery.other, graph.nodes.size());
        if (added) graph.nodes.push_back({.access = {}, .other = recovery.other, .opens = {}, .falls = {}});
        from = found->second;
      }
      if (from != i) ways.insert(from);
    }
    for (const std::size_t from : ways) {
      graph.nodes[from].opens.push_back(i);
      graph.nodes[from].only_way |= ways.size() == 1;
    }
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto falls = reached_from(graph, i);
    graph.nodes[i].falls.assign(falls.begin(), falls.end());
  }
  choose_columns(graph);
  return graph;
}

std::vector<std::size_t> single_points(const RecoveryGraph& graph) {
  std::vector<std::size_t> points;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].single_point()) points.push_back(i);
  std::ranges::stable_sort(points, std::greater{}, [&](std::size_t i) { return graph.nodes[i].falls.size(); });
  return points;
}

}  // namespace garde::accounts
