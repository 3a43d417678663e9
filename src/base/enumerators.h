// Every value of an enumeration, told by the compiler: a list kept by hand would miss the value that is added next.
//
//   for (const Outcome outcome : kEnumerators<Outcome>) …
//   std::optional<Outcome> outcome = parse_enumerator<Outcome>("passed");   // by name(Outcome)
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace garde {
namespace enumerators {

// GCC and clang spell a value of an enumeration "garde::Outcome::passed", and any other one "(garde::Outcome)7".
template <auto kValue>
consteval bool is_one() {
  const std::string_view spelled = __PRETTY_FUNCTION__;
  const std::size_t value = spelled.find("kValue = ");
  return value != std::string_view::npos && spelled[value + std::string_view("kValue = ").size()] != '(';
}

template <class Enum, std::size_t kIndex = 0>
consteval std::size_t count() {
  if constexpr (is_one<static_cast<Enum>(kIndex)>())
    return count<Enum, kIndex + 1>();
  else
    return kIndex;
}

template <class Enum, std::size_t... kIndices>
consteval auto all(std::index_sequence<kIndices...> /*indices*/) {
  return std::array<Enum, sizeof...(kIndices)>{static_cast<Enum>(kIndices)...};
}

}  // namespace enumerators

// Of an enumeration whose values count up from 0.
template <class Enum>
inline constexpr auto kEnumerators = enumerators::all<Enum>(std::make_index_sequence<enumerators::count<Enum>()>());

// The value that name() calls so.
template <class Enum>
constexpr std::optional<Enum> parse_enumerator(std::string_view word) {
  for (const Enum value : kEnumerators<Enum>)
    if (name(value) == word) return value;
  return std::nullopt;
}

}  // namespace garde
