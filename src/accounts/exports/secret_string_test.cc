#include "accounts/exports/secret_string.h"

#include <cstdint>
#include <string>
#include <type_traits>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace garde::accounts {
namespace {

static_assert(!fmt::is_formattable<SecretString>::value, "a secret must not reach a log by accident");

TEST(SecretPool, KeepsTextsWhereTheyAreWhenItMoves) {
  SecretPool pool;
  const SecretString first = pool.keep("tulipe");
  const SecretString big = pool.keep(std::string(200'000, 'x'));
  const SecretString last = pool.keep("bleue");
  const SecretPool moved = std::move(pool);
  EXPECT_EQ(first.reveal(), "tulipe");
  EXPECT_EQ(big.reveal().size(), 200'000U);
  EXPECT_EQ(last.reveal(), "bleue");
}

TEST(SecretPool, KeepsNothingAsNothing) {
  SecretPool pool;
  EXPECT_TRUE(pool.keep("").empty());
  EXPECT_TRUE(SecretString().empty());
}

TEST(SecretPool, AlignsWhatItReserves) {
  SecretPool pool;
  static_cast<void>(pool.keep("a"));
  for (std::size_t alignment = 1; alignment <= 16; alignment *= 2) {
    const auto place = pool.reserve(3, alignment);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place.data()) % alignment, 0U);
  }
}

TEST(SecretPool, ForgetsItsTextsAndUsesTheirMemoryAgain) {
  SecretPool pool;
  const std::string_view first = pool.keep("tulipe").reveal();
  pool.keep(std::string(200'000, 'x'));  // a chunk of its own
  pool.forget();
  EXPECT_EQ(first, std::string_view("\0\0\0\0\0\0", 6));
  const std::string_view next = pool.keep("lilas").reveal();
  EXPECT_EQ(next.data(), first.data());
  EXPECT_EQ(next, "lilas");
  pool.forget();
  EXPECT_EQ(next, std::string_view("\0\0\0\0\0", 5));
  SecretPool().forget();
}

}  // namespace
}  // namespace garde::accounts
