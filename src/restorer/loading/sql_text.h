// A PostgreSQL dump in text, cut into its statements as psql does, so that it can be given to a server without psql:
// what a dump says to psql itself may run programs of this computer, and is never obeyed here.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"

namespace garde::restorer::loading {

// A function or a row written as INSERT; more is no dump.
constexpr ByteCount kMaxStatement = 16_MiB;

struct SqlItem {
  enum class Kind : std::uint8_t {
    statement,     // with its semicolon
    psql_command,  // a line that begins with a backslash, without its end
    end,
  } kind{};
  std::string text = {};
};

class SqlText {
 public:
  // Gives the next bytes, none at the end.
  using Source = std::function<Result<std::span<const std::byte>>()>;
  explicit SqlText(Source source) : source_(std::move(source)) {}

  // `damaged` when it ends within a statement, `unsupported` for one longer than kMaxStatement, `invalid_input`
  // for one with a command to psql inside; errors of the source.
  Result<SqlItem> next();
  // After "COPY … FROM stdin": its lines, in pieces, up to the one that ends them. `damaged` when that never comes.
  using OnRows = std::function<Result<void>(std::string_view)>;
  Result<void> rows(const OnRows& on_rows);

  std::uint64_t offset() const { return offset_ + at_; }  // in the plain text

 private:
  Result<bool> more();                      // false at the end
  Result<int> peek(std::size_t ahead = 0);  // -1 at the end
  Result<void> skip_blank();                // space and comments
  Result<SqlItem> statement();
  Result<void> take_quoted(std::string& text, char quote, bool with_backslashes);
  Result<void> take_dollar_quoted(std::string& text);
  Result<void> take_block_comment(std::string& text);
  Result<void> take(std::string& text, std::size_t count = 1);

  Source source_;
  std::string held_;
  std::size_t at_ = 0;        // in `held_`
  std::uint64_t offset_ = 0;  // of `held_`
  bool ended_ = false;
};

// Whether rows follow it in the text.
bool is_copy_from_stdin(std::string_view statement);
// The first words, in capitals, with one space between: "ALTER TABLE", at most `count`.
std::string first_words(std::string_view statement, std::size_t count);

}  // namespace garde::restorer::loading
