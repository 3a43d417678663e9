#include "crypto/secret.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "crypto/random.h"
#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

template <class T>
concept Streamable = requires(std::ostream& stream, const T& value) { stream << value; };

static_assert(!Streamable<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);

TEST(SecretBytes, HoldWhatTheyWereGiven) {
  const auto secret = SecretBytes::copy_of("pass");
  EXPECT_TRUE(constant_time_equal(secret.bytes(), testing::text("pass")));
  EXPECT_TRUE(SecretBytes().empty());
  EXPECT_TRUE(SecretBytes::copy_of("").empty());
}

TEST(SecretBytes, MoveWithoutACopy) {
  auto from = SecretBytes::copy_of("pass");
  const auto* const bytes = from.bytes().data();
  const SecretBytes to = std::move(from);
  EXPECT_EQ(to.bytes().data(), bytes);
}

TEST(SecretBytes, WipeWhatTheyShrinkBy) {
  auto secret = SecretBytes::copy_of("password");
  const std::byte* const cut = secret.bytes().data() + 4;
  secret.shrink_to(4);
  EXPECT_TRUE(constant_time_equal(secret.bytes(), testing::text("pass")));
  EXPECT_EQ(std::to_integer<int>(*cut), 0);
}

TEST(ConstantTimeEqual, ComparesLengthsToo) {
  EXPECT_TRUE(constant_time_equal({}, {}));
  EXPECT_FALSE(constant_time_equal(testing::text("ab"), testing::text("abc")));
  EXPECT_FALSE(constant_time_equal(testing::text("abd"), testing::text("abc")));
}

TEST(Random, DoesNotRepeatItself) {
  std::vector<std::byte> first(32);
  std::vector<std::byte> second(32);
  fill_random(first);
  fill_random(second);
  EXPECT_NE(first, second);
}

}  // namespace
}  // namespace garde::crypto
