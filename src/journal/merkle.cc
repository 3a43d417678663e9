#include "journal/merkle.h"

#include <algorithm>
#include <array>

namespace garde::journal {

crypto::Sha256Digest TreeHasher::leaf(std::span<const std::byte> entry) {
  constexpr std::array kLeaf{std::byte{0}};
  sha256_.update(kLeaf);
  sha256_.update(entry);
  return sha256_.finish();
}

crypto::Sha256Digest TreeHasher::node(const crypto::Sha256Digest& left, const crypto::Sha256Digest& right) {
  std::array<std::byte, 1 + 2 * crypto::Sha256Digest::kSize> bytes{std::byte{1}};
  const auto end = std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), end);
  return sha256_.of(bytes);
}

void MerkleTree::add(const crypto::Sha256Digest& leaf) {
  crypto::Sha256Digest subtree = leaf;
  // Like adding one in binary: each set bit at the low end is a full subtree to join with.
  for (std::uint64_t bits = size_; (bits & 1U) != 0; bits >>= 1U) {
    subtree = hasher_.node(edge_.back(), subtree);
    edge_.pop_back();
  }
  edge_.push_back(subtree);
  ++size_;
}

crypto::Sha256Digest MerkleTree::root() {
  if (edge_.empty()) return crypto::sha256({});
  return join(std::span(edge_).first(edge_.size() - 1), edge_.back());
}

crypto::Sha256Digest MerkleTree::root_with(const crypto::Sha256Digest& leaf) { return join(edge_, leaf); }

// Joins from the right: what adding would have merged first is joined first.
crypto::Sha256Digest MerkleTree::join(std::span<const crypto::Sha256Digest> left, crypto::Sha256Digest root) {
  for (auto subtree = left.rbegin(); subtree != left.rend(); ++subtree) root = hasher_.node(*subtree, root);
  return root;
}

crypto::Sha256Digest root_of(std::span<const crypto::Sha256Digest> leaves) {
  MerkleTree tree;
  for (const crypto::Sha256Digest& leaf : leaves) tree.add(leaf);
  return tree.root();
}

}  // namespace garde::journal
