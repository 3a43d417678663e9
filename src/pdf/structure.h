// The logical structure of a document: what a screen reader walks through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace garde::pdf {

enum class Role : std::uint8_t {
  document,
  h1,
  h2,
  h3,
  p,
  l,
  li,
  lbl,
  l_body,
  table,
  tr,
  th_row,
  th_column,
  td,
  figure,
  link,
  span,
  div
};

class Structure {
 public:
  enum class NodeId : std::size_t {};
  static constexpr NodeId kRoot{0};
  static constexpr NodeId kArtifact{SIZE_MAX};  // decoration: read by nobody, and so are its children

  struct Node {
    Role role;
    std::string alternative{};       // for figure: what is said instead
    std::string uri{};               // for link
    bool numbered = false;           // for l
    std::vector<NodeId> children{};  // in reading order
  };

  NodeId add(NodeId parent, Role role);
  Node& operator[](NodeId id);  // not for kArtifact
  const Node& operator[](NodeId id) const;
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Node> nodes_{Node{.role = Role::document}};
};
using NodeId = Structure::NodeId;

}  // namespace garde::pdf
