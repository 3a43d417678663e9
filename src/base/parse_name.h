// The value of an enum by its name.
//
//   std::optional<Reply> parse_reply(std::string_view text) {
//     return parse_name({Reply::yes, Reply::no, Reply::unknown}, text);
//   }
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

namespace garde {

// That of `all` of which name(value), found beside the enum, is `text`.
template <class Values, class Enum = typename Values::value_type>
constexpr std::optional<Enum> parse_name(const Values& all, std::string_view text) {
  for (const Enum value : all)
    if (name(value) == text) return value;
  return std::nullopt;
}
template <class Enum>
constexpr std::optional<Enum> parse_name(std::initializer_list<Enum> all, std::string_view text) {
  return parse_name<std::initializer_list<Enum>>(all, text);
}

}  // namespace garde
