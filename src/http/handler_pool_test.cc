#include "http/handler_pool.h"

#include <atomic>
#include <latch>

#include <gtest/gtest.h>

namespace garde::http {
namespace {

TEST(HandlerPools, TakeAsManyJobsAsRunAndWaitAndNoMore) {
  std::atomic<int> done = 0;
  std::latch running(2);
  std::latch release(1);
  {
    HandlerPool pool(2, 3);
    const auto held = [&] {
      running.count_down();
      release.wait();
      ++done;
    };
    EXPECT_TRUE(pool.try_run(held));
    EXPECT_TRUE(pool.try_run(held));
    running.wait();
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.try_run([&] { ++done; }));
    EXPECT_FALSE(pool.try_run([&] { ++done; }));
    release.count_down();
  }
  EXPECT_EQ(done, 5);
}

TEST(HandlerPools, TakeAJobForEveryFreeThreadEvenWithoutALine) {
  std::latch running(4);
  HandlerPool pool(4, 0);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(pool.try_run([&] { running.arrive_and_wait(); }));
  running.wait();
}

}  // namespace
}  // namespace garde::http
