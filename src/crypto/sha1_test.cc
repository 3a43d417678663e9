#include "crypto/sha1.h"

#include <string>

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::text;

TEST(Sha1, MatchesFips180) {
  EXPECT_EQ(to_hex(sha1(text("abc")).bytes), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha1(text("")).bytes), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(to_hex(sha1(text(std::string(1'000'000, 'a'))).bytes), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

}  // namespace
}  // namespace garde::crypto
