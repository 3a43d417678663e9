// Rows of a result, read column by column in the order of the SELECT.
//
//   Result<Setting> read_setting(Row& row) {
//     auto name = TRY(row.text());
//     auto value = TRY(row.optional(&Row::text));
//     return Setting{.name = std::move(name), .value = std::move(value)};
//   }
//   ...
//   return read_all(connection.query(kSelectSettings, {practice}), read_setting);
//
// A value of another type than the one asked for, text that is not UTF-8 and ids or days that are
// misspelt are `damaged`: only a damaged or foreign database holds them. Reading past the last column, or
// leaving one unread, is our own mistake and aborts.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"
#include "storage/sql.h"
#include "storage/value.h"

namespace garde::storage {

class Row {
 public:
  Row(Sql statement, std::vector<Value> columns) : statement_(statement), columns_(std::move(columns)) {}

  Result<std::int64_t> integer();
  Result<bool> boolean();
  Result<std::string> text();
  Result<Blob> blob();
  Result<Instant> instant();  // that can be read again, see nearest_readable()
  Result<Date> date();
  template <class Tag>
  Result<Id<Tag>> id() {
    auto parsed = Id<Tag>::parse(TRY(text()));
    if (!parsed) return damaged("expected an id");
    return parsed;
  }

  // The next column when it may be null: row.optional(&Row::instant).
  template <class T>
  Result<std::optional<T>> optional(Result<T> (Row::*read)()) {
    if (std::holds_alternative<Null>(peek().content())) {
      ++next_;
      return std::optional<T>();
    }
    return std::optional<T>(TRY((this->*read)()));
  }

  // True, and past them, when all remaining columns are null: a LEFT JOIN found nothing on its right.
  bool skip_null_rest();

  // Where a column is right for its type and wrong for its meaning: an unknown word of an enum.
  // Names the column read last.
  Error damaged(std::string_view detail) const;

  // Aborts unless every column has been read.
  void finish() const { GARDE_CHECK(next_ == columns_.size()); }

 private:
  Value& peek();
  template <class T>
  Result<T> take(std::string_view expected);

  Sql statement_;
  std::vector<Value> columns_;
  std::size_t next_ = 0;
};

using Rows = std::vector<Row>;

template <class Read>
using RowValue = typename std::invoke_result_t<Read&, Row&>::value_type;

// These take what query() gives, so that its error passes through.
template <class Read>
Result<std::vector<RowValue<Read>>> read_all(Result<Rows> rows, Read read) {
  std::vector<RowValue<Read>> values;
  Rows all = TRY(std::move(rows));
  values.reserve(all.size());
  for (Row& row : all) {
    values.push_back(TRY(std::invoke(read, row)));
    row.finish();
  }
  return values;
}

// For a statement that selects by a key: nothing without a row. More than one row aborts.
template <class Read>
Result<std::optional<RowValue<Read>>> read_optional(Result<Rows> rows, Read read) {
  auto values = TRY(read_all(std::move(rows), read));
  GARDE_CHECK(values.size() <= 1);
  std::optional<RowValue<Read>> value;
  if (!values.empty()) value = std::move(values.front());
  return value;
}

// For a statement that always gives one row, such as a count.
template <class Read>
Result<RowValue<Read>> read_one(Result<Rows> rows, Read read) {
  auto values = TRY(read_all(std::move(rows), read));
  GARDE_CHECK(values.size() == 1);
  return std::move(values.front());
}

}  // namespace garde::storage
