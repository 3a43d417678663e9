// One value on its way into or out of a database.
//
// Both engines hold four things: nothing, a 64-bit integer, UTF-8 text and bytes. Everything else is one
// of them: a boolean is 0 or 1, an instant is milliseconds since 1970 UTC, a calendar day is the text
// "2026-11-23", an id is its text.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"

namespace garde::storage {

using Blob = std::vector<std::byte>;

struct Null {
  bool operator==(const Null&) const = default;
};

class Value {
 public:
  using Content = std::variant<Null, std::int64_t, std::string, Blob>;

  // Implicit, so that the parameters of a statement are written as what they are: {practice, "name", now}.
  // NOLINTBEGIN(google-explicit-constructor)
  Value(Null) {}
  template <std::integral T>
  Value(T number) : content_(static_cast<std::int64_t>(number)) {
    GARDE_CHECK(std::in_range<std::int64_t>(widened(number)));
  }
  template <class T>
    requires std::convertible_to<const T&, std::string_view>
  Value(const T& text) : content_(std::string(std::string_view(text))) {}
  template <class T>
    requires std::convertible_to<const T&, std::span<const std::byte>>
  Value(const T& bytes) : content_(to_blob(bytes)) {}
  template <class Tag>
  Value(const Id<Tag>& id) : content_(id.text()) {}
  Value(Instant instant) : content_(std::int64_t{instant.time_since_epoch().count()}) {}
  Value(Date date) : content_(to_iso(date)) {}
  template <class T>
  Value(const std::optional<T>& value) {
    if (value) *this = Value(*value);
  }
  // NOLINTEND(google-explicit-constructor)

  const Content& content() const& { return content_; }
  Content take() && { return std::move(content_); }
  bool operator==(const Value&) const = default;

 private:
  static Blob to_blob(std::span<const std::byte> bytes) { return {bytes.begin(), bytes.end()}; }
  // std::in_range takes no bool.
  static auto widened(std::integral auto number) {
    if constexpr (std::same_as<decltype(number), bool>)
      return int{number};
    else
      return number;
  }
  Content content_;
};

// "null", "an integer", "a text", "a blob": for the detail of errors.
std::string_view kind_of(const Value::Content& content);

}  // namespace garde::storage
