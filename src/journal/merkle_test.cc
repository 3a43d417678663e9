#include "journal/merkle.h"

#include <array>

#include <gtest/gtest.h>

#include "base/hex.h"

namespace garde::journal {
namespace {

// The reference vectors of the Certificate Transparency project, which RFC 9162 trees share.
constexpr std::array kLeaves{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
constexpr std::array kRoots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(MerkleTree, HasTheRootsOfTheReferenceVectors) {
  MerkleTree tree;
  TreeHasher hasher;
  EXPECT_EQ(tree.root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::vector<crypto::Sha256Digest> leaves;
  for (std::size_t n = 0; n < kLeaves.size(); ++n) {
    leaves.push_back(hasher.leaf(*from_hex(kLeaves[n])));
    EXPECT_EQ(tree.root_with(leaves.back()).hex(), kRoots[n]);
    tree.add(leaves.back());
    EXPECT_EQ(tree.root().hex(), kRoots[n]);
    EXPECT_EQ(root_of(leaves).hex(), kRoots[n]);
  }
}

// The definition of RFC 9162, section 2.1.1, word for word.
crypto::Sha256Digest by_definition(std::span<const crypto::Sha256Digest> leaves, TreeHasher& hasher) {
  if (leaves.size() == 1) return leaves.front();
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return hasher.node(by_definition(leaves.first(k), hasher), by_definition(leaves.subspan(k), hasher));
}

TEST(MerkleTree, AgreesWithTheDefinitionAtEverySize) {
  TreeHasher hasher;
  std::vector<crypto::Sha256Digest> leaves;
  for (std::size_t n = 0; n < 200; ++n) {
    const std::array byte{static_cast<std::byte>(n)};
    leaves.push_back(hasher.leaf(byte));
    EXPECT_EQ(root_of(leaves), by_definition(leaves, hasher)) << leaves.size();
  }
}

}  // namespace
}  // namespace garde::journal
