// Named values a person or a page sent: a query string, a form.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace garde::http {

// The longest form is a questionnaire on one page, a few hundred boxes; a fixed bound keeps look-ups by scan cheap.
inline constexpr std::size_t kMaxFields = 1000;

struct Field {
  std::string name;
  std::string value;
  bool operator==(const Field&) const = default;
};

// In the order they were sent. Views returned are into this object.
class Fields {
 public:
  Fields() = default;
  Fields(std::initializer_list<Field> entries) : entries_(entries) {}
  explicit Fields(std::vector<Field> entries) : entries_(std::move(entries)) {}

  // The value of a field sent exactly once. Absent and repeated both give nothing, so that nobody can make two
  // readers of one form disagree by sending a field twice.
  std::optional<std::string_view> get(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;  // for check boxes
  const std::vector<Field>& entries() const { return entries_; }
  void wipe();  // overwrites the values with zeros
  bool operator==(const Fields&) const = default;

 private:
  std::vector<Field> entries_;
};

// Strict `application/x-www-form-urlencoded`: bytes outside printable ASCII, broken %XX, empty pairs, decoded
// text that is not UTF-8 or holds a NUL, and more than kMaxFields pairs are invalid_input at their offset.
Result<Fields> parse_urlencoded(std::string_view text);

}  // namespace garde::http
