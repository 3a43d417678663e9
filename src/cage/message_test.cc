#include "cage/message.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "cage/testing/sample_message.h"

namespace garde::cage {
namespace {

using testing::Colour;
using testing::Leaf;
using testing::Sample;
using testing::SampleId;

Sample full_sample() {
  return {.small = 255,
          .large = std::numeric_limits<std::int64_t>::min(),
          .flag = true,
          .share = 0.25,
          .colour = Colour::blue,
          .text = "vérifié",
          .bytes = {std::byte{0}, std::byte{255}},
          .when = Instant{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}},
          .length = std::chrono::hours{-48},
          .size = 7_GiB,
          .digest = crypto::sha256({}),
          .offset = 17,
          .leaf = Leaf{SampleId::of("one"), "caf\xe9"},
          .one = Leaf{SampleId::of("two"), ""},
          .leaves = {{SampleId::of("a"), "x"}, {SampleId::of("b"), "y"}, {SampleId::of("c"), "z"}},
          .names = {"", "n"}};
}

template <class T>
std::string decoding_error(std::span<const std::byte> bytes) {
  const auto decoded = decode<T>(bytes);
  return decoded ? "" : decoded.error().detail;
}

// The bytes of fields written one after the other.
WipedBytes written(const auto&... values) {
  Encoder form;
  form.fields(values...);
  return std::move(form).finish().take();
}

TEST(Message, ComesBackAsItWas) {
  for (const Sample& sample : {Sample{}, full_sample()}) {
    const auto bytes = encode(sample);
    ASSERT_TRUE(bytes);
    const auto again = decode<Sample>(*bytes);
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(*again, sample);
  }
}

TEST(Message, CutAnywhereIsRefused) {
  const WipedBytes bytes = encode(full_sample()).take();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode<Sample>(std::span(bytes).first(size))) << size;
}

TEST(Message, FollowedBySomethingIsRefused) {
  WipedBytes bytes = encode(Sample{}).take();
  bytes.resize(bytes.size() + 1);
  EXPECT_EQ(decoding_error<Sample>(bytes), "something follows its end");
}

TEST(Message, HasOneSpellingOnly) {
  const WipedBytes bytes = encode(full_sample()).take();
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (unsigned bit = 0; bit < 8; ++bit) {
      WipedBytes changed{std::span<const std::byte>(bytes)};
      changed.data()[i] ^= std::byte{1} << bit;
      const auto decoded = decode<Sample>(changed);
      if (!decoded) continue;
      EXPECT_TRUE(std::ranges::equal(encode(*decoded).take(), changed)) << i;
    }
}

TEST(Message, TakesWhatIsAtItsLimitAndNothingOver) {
  Sample sample;
  sample.text = std::string(Sample::kMaxText, 'x');
  sample.leaves = std::vector<Leaf>(Sample::kMaxLeaves);
  EXPECT_TRUE(encode(sample));
  sample.text += 'x';
  EXPECT_EQ(encode(sample).error().kind, ErrorKind::invalid_input);
  sample.text.clear();
  sample.leaves.emplace_back();
  EXPECT_EQ(encode(sample).error().detail, "longer than its limit");
}

struct Text {
  std::string text;
};
struct Secret {
  crypto::SecretBytes bytes;
};
struct Times {
  Instant when{};
  std::chrono::milliseconds length{};
};
struct Many {
  std::vector<std::uint8_t> values;
};

}  // namespace

template <>
struct Layout<Text> {
  static void describe(auto& form, auto& text) { form.text(text.text, 4); }
};
template <>
struct Layout<Secret> {
  static void describe(auto& form, auto& secret) { form.secret(secret.bytes, 8); }
};
template <>
struct Layout<Times> {
  static void describe(auto& form, auto& times) { form.fields(times.when, times.length); }
};
template <>
struct Layout<Many> {
  static void describe(auto& form, auto& many) { form.list(many.values, 1U << 31U); }
};

namespace {

TEST(Message, RefusesALengthOverItsLimitWhoeverWroteIt) {
  EXPECT_EQ(decoding_error<Text>(written(std::uint32_t{5}, std::uint8_t{'a'}, std::uint32_t{0})),
            "longer than its limit");
}

TEST(Message, ReservesNothingForElementsThatAreNotThere) {
  EXPECT_EQ(decoding_error<Many>(written(std::uint32_t{1U << 31U}, std::uint8_t{0})), "longer than the message");
}

TEST(Message, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(decoding_error<Text>(written(std::uint32_t{1}, std::uint8_t{0xff})), "a text that is not UTF-8");
  EXPECT_EQ(encode(Text{"\xff"}).error().detail, "a text that is not UTF-8");
}

TEST(Message, RefusesFlagsChoicesAndAlternativesThatAreNone) {
  EXPECT_EQ(decoding_error<bool>(written(std::uint8_t{2})), "a flag that is neither");
  EXPECT_EQ((decoding_error<std::variant<bool, std::uint8_t>>(written(std::uint8_t{2}, std::uint8_t{0}))),
            "no such alternative");
  WipedBytes error = encode(Failure{{ErrorKind::cancelled, "", std::nullopt, ""}}).take();
  *error.data() = std::byte{static_cast<std::uint8_t>(ErrorKind::cancelled) + 1};
  EXPECT_EQ(decoding_error<Failure>(error), "no such choice");
}

TEST(Message, RefusesNumbersThatAreNone) {
  EXPECT_EQ(decoding_error<double>(written(~std::uint64_t{0})), "not a finite number");
  EXPECT_EQ(encode(std::numeric_limits<double>::infinity()).error().detail, "not a finite number");
}

TEST(Message, RefusesTimesWithoutASpelling) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(decoding_error<Times>(written(most, std::int64_t{0})), "a time out of the years 1 to 9999");
  EXPECT_EQ(decoding_error<Times>(written(std::int64_t{0}, most)), "a duration of more than 200 years");
  EXPECT_EQ(decoding_error<Times>(written(std::int64_t{0}, std::numeric_limits<std::int64_t>::min())),
            "a duration of more than 200 years");
  EXPECT_TRUE(decode<Times>(written(std::int64_t{-1}, std::int64_t{-1})));
}

TEST(Message, RefusesAnIdOfAnotherSpelling) {
  EXPECT_EQ(decoding_error<SampleId>(written(std::uint32_t{1}, std::uint8_t{'A'})), "not an id");
  EXPECT_EQ(decoding_error<SampleId>(written(std::uint32_t{0})), "not an id");
}

TEST(Message, CarriesASecretIntoMemoryThatIsWiped) {
  const Secret secret{crypto::SecretBytes::copy_of("hunter2")};
  const auto again = decode<Secret>(encode(secret).take());
  ASSERT_TRUE(again);
  EXPECT_TRUE(crypto::constant_time_equal(again->bytes.bytes(), secret.bytes.bytes()));
}

}  // namespace
}  // namespace garde::cage
