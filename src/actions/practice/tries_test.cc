#include "actions/practice/tries.h"

#include <gtest/gtest.h>

namespace garde::actions {
namespace {

using namespace std::chrono_literals;

constexpr Tries::Moment kStart{};

TEST(Tries, LetFourWrongOnesGoAndThenWaitTwiceAsLongEachTime) {
  Tries tries;
  for (int i = 0; i < 4; ++i) tries.record_wrong("", kStart);
  EXPECT_EQ(tries.wait("", kStart), 0ms);
  tries.record_wrong("", kStart);
  EXPECT_EQ(tries.wait("", kStart), 1s);
  EXPECT_EQ(tries.wait("", kStart + 999ms), 1ms);
  EXPECT_EQ(tries.wait("", kStart + 1s), 0ms);
  tries.record_wrong("", kStart + 1s);
  EXPECT_EQ(tries.wait("", kStart + 1s), 2s);
}

TEST(Tries, NeverWaitMoreThanFiveMinutes) {
  Tries tries;
  for (int i = 0; i < 1000; ++i) tries.record_wrong("", kStart);
  EXPECT_EQ(tries.wait("", kStart), 5min);
  EXPECT_EQ(tries.wait("", kStart + 5min), 0ms);
}

TEST(Tries, KeepNobodyElseWaiting) {
  Tries tries;
  for (int i = 0; i < 100; ++i) tries.record_wrong("", kStart);
  EXPECT_EQ(tries.wait("browser", kStart), 0ms);
}

TEST(Tries, AreForgottenWithTheRightOne) {
  Tries tries;
  for (int i = 0; i < 9; ++i) tries.record_wrong("browser", kStart);
  tries.record_right("browser");
  EXPECT_EQ(tries.wait("browser", kStart), 0ms);
  tries.record_wrong("browser", kStart);
  EXPECT_EQ(tries.wait("browser", kStart), 0ms);
}

TEST(Tries, RememberSoManySourcesAndForgetTheQuietest) {
  Tries tries;
  for (int i = 0; i < 9; ++i) tries.record_wrong("quiet", kStart);
  for (std::size_t i = 0; i < Tries::kMaxSources; ++i) {
    for (int wrong = 0; wrong < 9; ++wrong) tries.record_wrong(std::to_string(i), kStart + 1ms);
  }
  EXPECT_EQ(tries.wait("quiet", kStart + 1ms), 0ms);
  EXPECT_EQ(tries.wait("0", kStart + 1ms), 16s);
}

}  // namespace
}  // namespace garde::actions
