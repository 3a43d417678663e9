#include "base/guarded.h"

#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/mistake.h"

namespace garde {
namespace {

TEST(Guarded, IsTouchedByOneThreadAtATime) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 1000;
  Guarded<int> sum;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&] {
        for (int round = 0; round < kRounds; ++round) sum.with([](int& value) { ++value; });
      });
  }
  EXPECT_EQ(sum.with([](int value) { return value; }), kThreads * kRounds);
}

TEST(Guarded, FromInsideItselfIsAMistakeAndNotAWaitForEver) {
  Guarded<int> number;
  const MistakeBoundary boundary;
  EXPECT_THROW(number.with([&](int&) { return number.with([](int value) { return value; }); }), Mistake);
  EXPECT_EQ(number.with([](int value) { return value; }), 0) << "it is free again";
}

TEST(Guarded, IsFreeAgainWhenTheWorkThrows) {
  Guarded<int> number;
  EXPECT_THROW(number.with([](int&) -> int { throw std::runtime_error("full"); }), std::runtime_error);
  EXPECT_EQ(number.with([](int& value) { return ++value; }), 1);
}

}  // namespace
}  // namespace garde
