// The words in which the layout of a type is described, once for both directions; see message.h.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/utf8.h"
#include "crypto/secret.h"

namespace garde::cage {

// Specialised for each type that is sent: describe(form, value), and blank() where the type has no default value.
template <class T>
struct Layout;

template <class T>
T blank() {
  if constexpr (requires { Layout<T>::blank(); })
    return Layout<T>::blank();
  else
    return T{};
}

struct ByLayout {
  template <class T>
  void operator()(auto& form, T& value) const {
    Layout<std::remove_const_t<T>>::describe(form, value);
  }
};

// The words of a description. Self writes (kReads false, values are const) or reads.
template <class Self>
class Form {
 public:
  // Each by its layout; see layouts.h for those of base/.
  void fields(auto&... values) { (ByLayout{}(self(), values), ...); }

  template <class T>
    requires std::integral<std::remove_const_t<T>> && (!std::same_as<std::remove_const_t<T>, bool>)
  void number(T& number) {
    static_assert(std::endian::native == std::endian::little, "numbers are sent as they lie in memory");
    octets(std::span(&number, 1));
  }

  void flag(auto& flag) {
    auto number = static_cast<std::uint8_t>(flag ? 1 : 0);
    this->number(number);
    if (number > 1) return self().fail("a flag that is neither");
    if constexpr (Self::kReads) flag = number == 1;
  }

  void real(auto& real) {
    auto bits = std::bit_cast<std::uint64_t>(real);
    number(bits);
    if (!std::isfinite(std::bit_cast<double>(bits))) return self().fail("not a finite number");
    if constexpr (Self::kReads) real = std::bit_cast<double>(bits);
  }

  // Of an enum that counts from 0 to `last`.
  template <class E>
    requires std::is_enum_v<std::remove_const_t<E>>
  void choice(E& value, std::type_identity_t<std::remove_const_t<E>> last) {
    auto number = static_cast<std::uint8_t>(value);
    this->number(number);
    if (number > static_cast<std::uint8_t>(last)) return self().fail("no such choice");
    if constexpr (Self::kReads) value = static_cast<E>(number);
  }

  // UTF-8.
  void text(auto& text, std::size_t most) {
    bytes(text, most);
    if (!is_utf8(text)) self().fail("a text that is not UTF-8");
  }

  // Names of files, and whatever else is no text: a string or a vector of bytes.
  void bytes(auto& bytes, std::size_t most) {
    std::uint32_t size = count(bytes.size(), most);
    if constexpr (Self::kReads) bytes.resize(size);
    if (size > 0) octets(std::span(bytes));
  }

  // An array, whose size both sides know.
  void octets(auto&& values) {
    if constexpr (Self::kReads)
      self().read(std::as_writable_bytes(std::span(values)));
    else
      self().write(std::as_bytes(std::span(values)));
  }

  void secret(auto& secret, std::size_t most) {
    std::uint32_t size = count(secret.size(), most);
    if constexpr (Self::kReads) secret = crypto::SecretBytes(size);
    octets(secret.bytes());
  }

  void list(auto& values, std::size_t most) { list(values, most, ByLayout{}); }
  void list(auto& values, std::size_t most, const auto& each) {
    using Value = std::ranges::range_value_t<decltype(values)>;
    const std::uint32_t size = count(values.size(), most);
    if constexpr (Self::kReads) {
      values.clear();
      for (std::uint32_t i = 0; i < size && self().holds(); ++i) each(self(), values.emplace_back(blank<Value>()));
    } else {
      for (const Value& value : values) each(self(), value);
    }
  }

  void optional(auto& value) { optional(value, ByLayout{}); }
  void optional(auto& value, const auto& each) {
    bool there = value.has_value();
    flag(there);
    if constexpr (Self::kReads) {
      value.reset();
      if (there) value.emplace(blank<typename std::remove_cvref_t<decltype(value)>::value_type>());
    }
    if (value) each(self(), *value);
  }

  template <class Variant>
  void variant(Variant& value) {
    constexpr std::size_t kSize = std::variant_size_v<std::remove_const_t<Variant>>;
    auto index = static_cast<std::uint8_t>(value.index());
    number(index);
    if (index >= kSize) return self().fail("no such alternative");
    if constexpr (Self::kReads) emplace(value, index, std::make_index_sequence<kSize>());
    std::visit([&](auto& one) { ByLayout{}(self(), one); }, value);
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }

  // How many follow: none once something was wrong.
  std::uint32_t count(std::size_t size, std::size_t most) {
    auto number = static_cast<std::uint32_t>(std::min<std::size_t>(size, std::numeric_limits<std::uint32_t>::max()));
    this->number(number);
    if (number > most) self().fail("longer than its limit");
    // What follows takes a byte at least, each.
    if constexpr (Self::kReads)
      if (number > self().left()) self().fail("longer than the message");
    return self().holds() ? number : 0;
  }

  template <class Variant, std::size_t... kIndex>
  static void emplace(Variant& value, std::size_t index, std::index_sequence<kIndex...>) {
    static_cast<void>(((index == kIndex &&
                        (value.template emplace<kIndex>(blank<std::variant_alternative_t<kIndex, Variant>>()), true)) ||
                       ...));
  }
};

}  // namespace garde::cage
