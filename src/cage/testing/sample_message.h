// A type with a field of every kind.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cage/layouts.h"

namespace garde::cage::testing {

using SampleId = Id<struct SampleTag>;

enum class Colour : std::uint8_t { red, green, blue };

struct Nothing {
  bool operator==(const Nothing&) const = default;
};

struct Leaf {
  SampleId id = SampleId::of("leaf");
  std::string path;
  bool operator==(const Leaf&) const = default;
};

struct Sample {
  std::uint8_t small = 0;
  std::int64_t large = 0;
  bool flag = false;
  double share = 0;
  Colour colour{};
  std::string text;
  std::vector<std::byte> bytes;
  Instant when{};
  std::chrono::hours length{};
  ByteCount size{};
  crypto::Sha256Digest digest{};
  std::optional<std::uint64_t> offset;
  std::optional<Leaf> leaf;
  std::variant<Nothing, std::uint32_t, Leaf> one;
  std::vector<Leaf> leaves;
  std::vector<std::string> names;
  bool operator==(const Sample&) const = default;

  static constexpr std::size_t kMaxText = 20;
  static constexpr std::size_t kMaxLeaves = 3;
};

}  // namespace garde::cage::testing

namespace garde::cage {

template <>
struct Layout<testing::Leaf> {
  static void describe(auto& form, auto& leaf) {
    form.fields(leaf.id);
    form.bytes(leaf.path, kMaxPath);
  }
};

template <>
struct Layout<testing::Sample> {
  static void describe(auto& form, auto& sample) {
    form.fields(sample.small, sample.large, sample.flag, sample.share);
    form.choice(sample.colour, testing::Colour::blue);
    form.text(sample.text, testing::Sample::kMaxText);
    form.bytes(sample.bytes, kMaxPath);
    form.fields(sample.when, sample.length, sample.size, sample.digest, sample.offset, sample.leaf, sample.one);
    form.list(sample.leaves, testing::Sample::kMaxLeaves);
    form.list(sample.names, testing::Sample::kMaxLeaves,
              [](auto& inner, auto& name) { inner.text(name, testing::Sample::kMaxText); });
  }
};

}  // namespace garde::cage
