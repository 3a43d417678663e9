#include "storage/row.h"

#include <algorithm>

#include "base/utf8.h"

namespace garde::storage {

Value& Row::peek() {
  GARDE_CHECK(next_ < columns_.size());
  return columns_[next_];
}

template <class T>
Result<T> Row::take(std::string_view expected) {
  Value::Content content = std::move(peek()).take();
  ++next_;
  T* value = std::get_if<T>(&content);
  if (value == nullptr) {
    return damaged("expected " + std::string(expected) + ", found " + std::string(kind_of(content)));
  }
  return std::move(*value);
}

Result<std::int64_t> Row::integer() { return take<std::int64_t>("an integer"); }

Result<bool> Row::boolean() {
  const std::int64_t number = TRY(integer());
  if (number != 0 && number != 1) return damaged("expected 0 or 1");
  return number == 1;
}

Result<std::string> Row::text() {
  auto text = TRY(take<std::string>("a text"));
  if (!is_utf8(text)) return damaged("expected UTF-8");
  return text;
}

Result<Blob> Row::blob() { return take<Blob>("a blob"); }

Result<Instant> Row::instant() {
  const Instant instant { std::chrono::milliseconds(TRY(integer())) };
  if (nearest_readable(instant) != instant) return damaged("expected an instant from 1900 to 2199");
  return instant;
}

Result<Date> Row::date() {
  auto date = parse_date(TRY(text()));
  if (!date) return damaged("expected a day");
  return date;
}

bool Row::skip_null_rest() {
  const auto is_null = [](const Value& value) { return std::holds_alternative<Null>(value.content()); };
  if (!std::all_of(columns_.begin() + static_cast<std::ptrdiff_t>(next_), columns_.end(), is_null)) return false;
  next_ = columns_.size();
  return true;
}

Error Row::damaged(std::string_view detail) const {
  return {ErrorKind::damaged, "column " + std::to_string(next_), std::nullopt,
          std::string(detail) + " in: " + std::string(statement_.text())};
}

}  // namespace garde::storage
