#include "io/failing_tree.h"

#include <gtest/gtest.h>

#include "io/memory_tree.h"

namespace garde::io {
namespace {

// Three operations: list, open, read.
bool works(const Tree& tree) {
  std::vector<std::byte> buffer(3);
  const auto listed = tree.list("", Detail::names, [](const Entry&) -> Result<void> { return {}; });
  const auto file = tree.open("file", Access::random);
  return listed && file && (*file)->read_at(0, buffer) == std::size_t{3};
}

TEST(FailingTree, FailsExactlyTheOperationItWasTold) {
  MemoryTree memory;
  memory.put_file("file", std::vector<std::byte>(3));
  for (std::uint64_t n = 0; n < 3; ++n) {
    const FailingTree tree(memory, n, Failure::once);
    EXPECT_FALSE(works(tree)) << n;
    EXPECT_TRUE(tree.has_failed());
    EXPECT_TRUE(works(tree)) << "the failure does not come back";
  }
  const FailingTree tree(memory, 3, Failure::once);
  EXPECT_TRUE(works(tree));
  EXPECT_FALSE(tree.has_failed());
}

TEST(FailingTree, StaysDeadOnceTheCableIsPulled) {
  MemoryTree memory;
  memory.put_file("file", std::vector<std::byte>(3));
  const FailingTree tree(memory, 2, Failure::from_then_on);
  EXPECT_FALSE(works(tree));
  EXPECT_EQ(tree.stat("file").error().kind, ErrorKind::unreadable);
}

}  // namespace
}  // namespace garde::io
