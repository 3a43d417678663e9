// Identifiers that cannot be mixed: Id<struct Question> is not Id<struct Measure>.
#pragma once

#include <algorithm>
#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde {

// True for 1 to 64 of a-z, 0-9 and '-', starting with a letter or a digit. The spelling of every id of ours.
constexpr bool is_id_text(std::string_view text) {
  constexpr std::size_t kMaxLength = 64;
  if (text.empty() || text.size() > kMaxLength || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// The spelling of an id in our own code: another does not compile.
class IdLiteral {
 public:
  consteval IdLiteral(const char* text)  // NOLINT(google-explicit-constructor): a literal is written as one
      : IdLiteral(std::string_view(text)) {}
  consteval IdLiteral(std::string_view text) : text_(text) {  // NOLINT(google-explicit-constructor): as above
    if (!is_id_text(text)) throw "not the spelling of an id";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

template <class Tag>
class Id {
 public:
  static Result<Id> parse(std::string_view text) {
    if (!is_id_text(text))
      return Error{ErrorKind::invalid_input, std::string(text.substr(0, 80)), std::nullopt,
                   "expected a-z, 0-9 and '-'"};
    return Id(std::string(text));
  }
  // For ids written in our own code. What was stored, received or put together goes through parse().
  static Id of(IdLiteral literal) { return Id(std::string(literal.text())); }
  // The same spelling, of something else.
  template <class Other>
  static Id spelt_as(const Id<Other>& other) {
    return Id(other.text());
  }
  const std::string& text() const { return text_; }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace garde

template <class Tag>
struct std::hash<garde::Id<Tag>> {
  std::size_t operator()(const garde::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.text()); }
};
