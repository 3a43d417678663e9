#include "base/mistake.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/result.h"

namespace garde {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

void fail(bool fine) { GARDE_CHECK(fine); }

struct Unlocks {
  bool& locked;
  ~Unlocks() { locked = false; }
};

TEST(Mistakes, WithinABoundaryEndWhatWasBegunAndSayWhere) {
  const MistakeBoundary boundary;
  bool locked = true;
  try {
    const Unlocks unlocks{locked};
    fail(false);
    FAIL() << "went on";
  } catch (const Mistake& mistake) {
    EXPECT_THAT(mistake.what(), StartsWith("internal mistake: fine ("));
    EXPECT_THAT(mistake.what(), HasSubstr("mistake_test.cc:"));
  }
  EXPECT_FALSE(locked);
  EXPECT_THROW(Result<int>(Error{}).take(), Mistake);
}

TEST(Mistakes, OfABoundaryWithinAnotherAreHeldByBoth) {
  const MistakeBoundary boundary;
  {
    const MistakeBoundary inner;
    EXPECT_THROW(fail(false), Mistake);
  }
  EXPECT_THROW(fail(false), Mistake);
}

TEST(MistakesDeathTest, OutsideABoundaryAbort) {
  {
    const MistakeBoundary over;
  }
  EXPECT_DEATH(fail(false), "internal mistake: fine");
  const MistakeBoundary boundary;
  EXPECT_DEATH(std::thread([] { fail(false); }).join(), "internal mistake: fine") << "another thread has its own";
}

TEST(MistakesDeathTest, WhileAnotherIsUnderWayAbort) {
  struct FailsToo {
    ~FailsToo() noexcept(false) { fail(false); }
  };
  EXPECT_DEATH(
      {
        const MistakeBoundary boundary;
        const FailsToo too;
        fail(false);
      },
      "internal mistake: fine");
}

TEST(Mistakes, OfOtherThreadsAreCarriedToTheOneThatWaits) {
  const MistakeBoundary boundary;
  MistakeCarrier carrier;
  EXPECT_NO_THROW(carrier.rethrow());
  std::thread([&] { EXPECT_TRUE(carrier.run([] { fail(true); })); }).join();
  EXPECT_NO_THROW(carrier.rethrow());
  std::thread([&] { EXPECT_FALSE(carrier.run([] { fail(false); })); }).join();
  EXPECT_THROW(carrier.rethrow(), Mistake);
}

TEST(MistakesDeathTest, OfOtherThreadsAbortWhereNobodyWouldHoldThem) {
  MistakeCarrier carrier;
  EXPECT_DEATH(std::thread([&] { carrier.run([] { fail(false); }); }).join(), "internal mistake: fine");
}

}  // namespace
}  // namespace garde
