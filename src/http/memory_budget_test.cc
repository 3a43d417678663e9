#include "http/memory_budget.h"

#include <optional>

#include <gtest/gtest.h>

namespace garde::http {
namespace {

TEST(MemoryBudget, FitsUpToItsTotalAndNotOneByteMore) {
  MemoryBudget budget(100_B);
  MemoryBudget::Share first(budget);
  MemoryBudget::Share second(budget);
  first.hold(60_B);
  EXPECT_TRUE(second.fits(40_B));
  EXPECT_FALSE(second.fits(41_B));
  EXPECT_TRUE(first.fits(100_B)) << "what it holds itself is not held against it";
  EXPECT_FALSE(first.fits(ByteCount{~std::uint64_t{0}}));
}

TEST(MemoryBudget, GetsBackWhatAShareHeldWhenItEnds) {
  MemoryBudget budget(100_B);
  std::optional<MemoryBudget::Share> share(budget);
  share->hold(70_B);
  share->hold(30_B);
  EXPECT_EQ(budget.used(), 30_B);
  share.reset();
  EXPECT_EQ(budget.used(), 0_B);
}

TEST(MemoryBudget, CountsWhatIsThereThoughItIsTooMuch) {
  MemoryBudget budget(100_B);
  MemoryBudget::Share first(budget);
  MemoryBudget::Share second(budget);
  first.hold(150_B);
  EXPECT_FALSE(second.fits(0_B));
  first.hold(100_B);
  EXPECT_TRUE(second.fits(0_B));
  EXPECT_FALSE(second.fits(1_B));
}

}  // namespace
}  // namespace garde::http
