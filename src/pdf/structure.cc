#include "pdf/structure.h"

#include "base/result.h"

namespace garde::pdf {

NodeId Structure::add(NodeId parent, Role role) {
  if (parent == kArtifact) return kArtifact;
  const NodeId id{nodes_.size()};
  nodes_.push_back({.role = role});
  (*this)[parent].children.push_back(id);
  return id;
}

Structure::Node& Structure::operator[](NodeId id) {
  GARDE_CHECK(id != kArtifact);
  return nodes_[static_cast<std::size_t>(id)];
}
const Structure::Node& Structure::operator[](NodeId id) const {
  GARDE_CHECK(id != kArtifact);
  return nodes_[static_cast<std::size_t>(id)];
}

}  // namespace garde::pdf
