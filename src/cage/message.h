// Values as bytes, for the channel between a worker and who started it. The layout of a type is written once, for both
// directions, with every limit in it:
//
//   template <>
//   struct garde::cage::Layout<Finding> {
//     static void describe(auto& form, auto& finding) {
//       form.choice(finding.kind, FindingKind::last);
//       form.bytes(finding.path, kMaxPath);
//       form.fields(finding.size, finding.modified);  // numbers, times, and what has a layout of its own
//       form.list(finding.causes, kMaxCauses);
//     }
//   };
//   const WipedBytes bytes = TRY(encode(finding));       // invalid_input: something of it is over its limit
//   const Finding again = TRY(decode<Finding>(bytes));   // damaged: these bytes are no Finding
//
// What comes out of a worker may have been written by an attacker. Decoding takes any bytes: it never aborts, holds no
// more memory than a small multiple of their size, and accepts one spelling of each value only.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "cage/form.h"
#include "cage/wiped_bytes.h"

namespace garde::cage {

class Encoder : public Form<Encoder> {
 public:
  static constexpr bool kReads = false;
  void write(std::span<const std::byte> bytes) { bytes_.append(bytes); }
  void fail(std::string_view why);
  bool holds() const { return !error_; }
  Result<WipedBytes> finish() &&;

 private:
  WipedBytes bytes_;
  std::optional<Error> error_;  // the first
};

class Decoder : public Form<Decoder> {
 public:
  static constexpr bool kReads = true;
  explicit Decoder(std::span<const std::byte> bytes) : all_(bytes.size()), rest_(bytes) {}
  void read(std::span<std::byte> out);  // leaves it as it is once something was wrong
  void fail(std::string_view why);
  bool holds() const { return !error_; }
  std::size_t left() const { return rest_.size(); }
  Result<void> finish();  // an error too when bytes are left

 private:
  std::size_t all_;
  std::span<const std::byte> rest_;
  std::optional<Error> error_;  // the first
};

template <class T>
Result<WipedBytes> encode(const T& value) {
  Encoder form;
  form.fields(value);
  return std::move(form).finish();
}

template <class T>
Result<T> decode(std::span<const std::byte> bytes) {
  static_assert(!std::same_as<T, Error>, "a Result of an Error is a failure");
  Decoder form(bytes);
  T value = blank<T>();
  form.fields(value);
  TRY(form.finish());
  return value;
}

}  // namespace garde::cage
