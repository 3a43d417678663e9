// The Merkle tree of RFC 9162, section 2.1: leaves are added at the right, the root is asked for at any time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/digest.h"

namespace garde::journal {

// Hashes leaves and nodes; keep one, it is cheaper than a new one for each hash. For one thread.
class TreeHasher {
 public:
  crypto::Sha256Digest leaf(std::span<const std::byte> entry);
  crypto::Sha256Digest node(const crypto::Sha256Digest& left, const crypto::Sha256Digest& right);

 private:
  crypto::Sha256 sha256_;
};

// Remembers only the right edge: one digest for each bit set in the number of leaves.
class MerkleTree {
 public:
  void add(const crypto::Sha256Digest& leaf);
  std::uint64_t size() const { return size_; }
  crypto::Sha256Digest root();                                       // of no leaves: SHA-256 of nothing
  crypto::Sha256Digest root_with(const crypto::Sha256Digest& leaf);  // as if `leaf` had been added

 private:
  crypto::Sha256Digest join(std::span<const crypto::Sha256Digest> left, crypto::Sha256Digest root);

  TreeHasher hasher_;
  std::vector<crypto::Sha256Digest> edge_;  // roots of full subtrees, the largest first
  std::uint64_t size_ = 0;
};

crypto::Sha256Digest root_of(std::span<const crypto::Sha256Digest> leaves);

}  // namespace garde::journal
