// Identifiers that cannot be mixed: Id<struct Question> is not Id<struct Measure>.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde {

// True for 1 to 64 of a-z, 0-9 and '-', starting with a letter or a digit. The spelling of every id of ours.
bool is_id_text(std::string_view text);

template <class Tag>
class Id {
 public:
  static Result<Id> parse(std::string_view text) {
    if (!is_id_text(text))
      return Error{ErrorKind::invalid_input, std::string(text.substr(0, 80)), std::nullopt,
                   "expected a-z, 0-9 and '-'"};
    return Id(std::string(text));
  }
  // For ids written in our own code and tests; aborts on a bad spelling.
  static Id of(std::string_view text) {
    GARDE_CHECK(is_id_text(text));
    return Id(std::string(text));
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
