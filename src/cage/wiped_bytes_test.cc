#include "cage/wiped_bytes.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace garde::cage {
namespace {

constexpr std::array kSecret = {std::byte{1}, std::byte{2}, std::byte{3}};

TEST(WipedBytes, HoldWhatIsAppended) {
  WipedBytes bytes;
  for (int i = 0; i < 100; ++i) bytes.append(kSecret);
  ASSERT_EQ(bytes.size(), 300U);
  for (std::size_t i = 0; i < bytes.size(); i += 3)
    EXPECT_TRUE(std::ranges::equal(std::span(bytes).subspan(i, 3), kSecret));
}

TEST(WipedBytes, GrowByZeros) {
  WipedBytes bytes(kSecret);
  bytes.clear();
  bytes.resize(3);
  EXPECT_TRUE(std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; }));
}

TEST(WipedBytes, MoveWithoutACopy) {
  WipedBytes bytes(kSecret);
  const std::byte* where = bytes.data();
  const WipedBytes moved = std::move(bytes);
  EXPECT_EQ(moved.data(), where);
}

}  // namespace
}  // namespace garde::cage
