// Which account or phone opens which other: whoever holds one holds all that follow from it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "accounts/register/register.h"

namespace garde::accounts {

struct RecoveryNode {
  std::optional<AccessId> access;  // nothing: a phone, a letter, a person
  std::string other;               // then this
  std::vector<std::size_t> opens;  // nodes it recovers by itself
  std::vector<std::size_t> falls;  // nodes that fall with it, directly or not; in growing order, without itself
  std::size_t column = 0;          // for drawing: at least one more than those that open it, where no circle forbids
  bool only_way = false;           // some account is recovered by nothing else
  bool single_point() const { return falls.size() >= 2; }
};

struct RecoveryGraph {
  std::vector<RecoveryNode> nodes;  // every access, in the register's order, then what else recovers them
  std::size_t columns = 0;
  bool has_edges() const;
};

RecoveryGraph recovery_graph(const Register& register_of);

// The single points of failure, what brings down most first. Indexes into the nodes.
std::vector<std::size_t> single_points(const RecoveryGraph& graph);

}  // namespace garde::accounts
