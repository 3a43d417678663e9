#include "restorer/loading/sql_text.h"

#include <algorithm>

namespace garde::restorer::loading {
namespace {

Error damaged(std::uint64_t offset, std::string detail) { return {ErrorKind::damaged, "", offset, std::move(detail)}; }

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128; }
bool is_word(int c) { return is_letter(c) || (c >= '0' && c <= '9'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// What decides where a statement ends: parentheses, and the BEGIN … END of a function written in SQL.
class Nesting {
 public:
  void open() { ++parentheses_; }
  void close() {
    if (parentheses_ > 0) --parentheses_;
  }
  void word(std::string word) {
    for (char& c : word) c = upper(c);
    constexpr std::size_t kWordsOfAHead = 4;  // CREATE OR REPLACE FUNCTION
    if (words_ < kWordsOfAHead && (word == "FUNCTION" || word == "PROCEDURE")) is_routine_ = creates_;
    if (words_++ == 0) creates_ = word == "CREATE";
    if (!is_routine_ || parentheses_ > 0) return;
    if (word == "BEGIN" || (blocks_ > 0 && word == "CASE"))
      ++blocks_;
    else if (word == "END" && blocks_ > 0)
      --blocks_;
  }
  bool is_open() const { return parentheses_ > 0 || blocks_ > 0; }

 private:
  std::size_t parentheses_ = 0;
  std::size_t blocks_ = 0;
  std::size_t words_ = 0;
  bool creates_ = false;
  bool is_routine_ = false;
};

}  // namespace

Result<bool> SqlText::more() {
  if (ended_) return false;
  constexpr std::size_t kKeptBehind = 65'536;
  if (at_ > kKeptBehind) {
    held_.erase(0, at_);
    offset_ += at_;
    at_ = 0;
  }
  const auto piece = TRY(source_());
  ended_ = piece.empty();
  held_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  return !ended_;
}

Result<int> SqlText::peek(std::size_t ahead) {
  while (at_ + ahead >= held_.size())
    if (!TRY(more())) return -1;
  return static_cast<unsigned char>(held_[at_ + ahead]);
}

Result<void> SqlText::take(std::string& text, std::size_t count) {
  if (text.size() + count > kMaxStatement.value)
    return Error{ErrorKind::unsupported, "", offset(), "a statement longer than is read"};
  text.append(held_, at_, count);
  at_ += count;
  return {};
}

Result<void> SqlText::skip_blank() {
  for (;;) {
    const int c = TRY(peek());
    if (is_space(c)) {
      ++at_;
    } else if (c == '-' && TRY(peek(1)) == '-') {
      for (int in = c; in != -1 && in != '\n'; in = TRY(peek())) ++at_;
    } else if (c == '/' && TRY(peek(1)) == '*') {
      std::string comment;
      TRY(take_block_comment(comment));
    } else {
      return {};
    }
  }
}

Result<void> SqlText::take_quoted(std::string& text, char quote, bool with_backslashes) {
  TRY(take(text));
  for (;;) {
    const int c = TRY(peek());
    if (c == -1) return damaged(offset(), "ends within a text");
    // Most of a dump of rows as INSERT lies between two quotes.
    const std::size_t special = held_.find_first_of(with_backslashes ? "'\\" : quote == '"' ? "\"" : "'", at_);
    if (const std::size_t plain = std::min(special, held_.size()) - at_; plain > 0) {
      TRY(take(text, plain));
      continue;
    }
    if (c == '\\' && with_backslashes && TRY(peek(1)) != -1) {
      TRY(take(text, 2));
      continue;
    }
    TRY(take(text));
    if (c == quote) return {};  // a doubled one begins the next, which is the same text to the server
  }
}

// "$tag$ … $tag$"; a dollar that begins no such thing is taken alone.
Result<void> SqlText::take_dollar_quoted(std::string& text) {
  constexpr std::size_t kLongestTag = 63;
  std::size_t length = 1;
  if (const int first = TRY(peek(1)); first >= '0' && first <= '9') return take(text);  // "$1" is a parameter
  while (length <= kLongestTag && is_word(TRY(peek(length)))) ++length;
  if (TRY(peek(length)) != '$') return take(text);
  const std::string tag = held_.substr(at_, length + 1);
  TRY(take(text, tag.size()));
  for (;;) {
    const int c = TRY(peek());
    if (c == -1) return damaged(offset(), "ends within a text between dollars");
    if (c == '$') {
      static_cast<void>(TRY(peek(tag.size() - 1)));
      if (held_.compare(at_, tag.size(), tag) == 0) return take(text, tag.size());
    }
    TRY(take(text));
  }
}

Result<void> SqlText::take_block_comment(std::string& text) {
  std::size_t depth = 0;
  for (;;) {
    const int c = TRY(peek());
    const int after = TRY(peek(1));
    if (c == -1) return damaged(offset(), "ends within a comment");
    if (c == '/' && after == '*') {
      ++depth;
      TRY(take(text, 2));
    } else if (c == '*' && after == '/') {
      TRY(take(text, 2));
      if (--depth == 0) return {};
    } else {
      TRY(take(text));
    }
  }
}

Result<SqlItem> SqlText::next() {
  TRY(skip_blank());
  const int c = TRY(peek());
  if (c == -1) return SqlItem{SqlItem::Kind::end};
  if (c != '\\') return statement();
  SqlItem command{SqlItem::Kind::psql_command};
  for (int in = c; in != -1 && in != '\n'; in = TRY(peek())) TRY(take(command.text));
  while (!command.text.empty() && is_space(static_cast<unsigned char>(command.text.back()))) command.text.pop_back();
  return command;
}

Result<SqlItem> SqlText::statement() {
  SqlItem item{SqlItem::Kind::statement};
  std::string& text = item.text;
  Nesting nesting;
  for (;;) {
    const int c = TRY(peek());
    if (c == -1) return damaged(offset(), "ends within a statement");
    if (c == '\'' || c == '"') {
      TRY(take_quoted(text, static_cast<char>(c), false));
    } else if (c == '$') {
      TRY(take_dollar_quoted(text));
    } else if (c == '-' && TRY(peek(1)) == '-') {
      for (int in = c; in != -1 && in != '\n'; in = TRY(peek())) TRY(take(text));
    } else if (c == '/' && TRY(peek(1)) == '*') {
      TRY(take_block_comment(text));
    } else if (c == '\\') {
      return Error{ErrorKind::invalid_input, "", offset(), "a command to psql within a statement"};
    } else if (is_letter(c)) {
      const std::size_t begin = text.size();
      while (is_word(TRY(peek())) || TRY(peek()) == '$') TRY(take(text));
      std::string word = text.substr(begin);
      if ((word == "E" || word == "e") && TRY(peek()) == '\'')
        TRY(take_quoted(text, '\'', true));
      else
        nesting.word(std::move(word));
    } else {
      if (c == '(') nesting.open();
      if (c == ')') nesting.close();
      TRY(take(text));
      if (c == ';' && !nesting.is_open()) return item;
    }
  }
}

Result<void> SqlText::rows(const OnRows& on_rows) {
  // What follows the statement on its line is nothing but its end.
  while (TRY(peek()) != -1 && held_[at_] != '\n') ++at_;
  if (TRY(peek()) != -1) ++at_;
  for (;;) {
    // A line must be seen whole to tell the end mark; rows of any length pass in pieces.
    static_cast<void>(TRY(peek(2)));
    const bool marks_the_end = held_.compare(at_, 2, "\\.") == 0 && (TRY(peek(2)) == '\n' || TRY(peek(2)) == '\r');
    if (marks_the_end) {
      at_ += 2;
      return {};
    }
    if (TRY(peek()) == -1) return damaged(offset(), "ends within the rows of a table");
    bool line_ended = false;
    while (!line_ended) {
      if (at_ >= held_.size() && !TRY(more())) return damaged(offset(), "ends within a row of a table");
      const std::size_t end = held_.find('\n', at_);
      line_ended = end != std::string::npos;
      const std::size_t length = (line_ended ? end + 1 : held_.size()) - at_;
      TRY(on_rows(std::string_view(held_).substr(at_, length)));
      at_ += length;
    }
  }
}

std::string first_words(std::string_view statement, std::size_t count) {
  std::string words;
  std::size_t found = 0;
  for (std::size_t at = 0; at < statement.size() && found < count;) {
    if (!is_word(static_cast<unsigned char>(statement[at]))) {
      if (!is_space(static_cast<unsigned char>(statement[at]))) break;
      ++at;
      continue;
    }
    if (found++ > 0) words += ' ';
    while (at < statement.size() && is_word(static_cast<unsigned char>(statement[at]))) words += upper(statement[at++]);
  }
  return words;
}

bool is_copy_from_stdin(std::string_view statement) {
  if (first_words(statement, 1) != "COPY") return false;
  constexpr std::size_t kLongestCopy = 65'536;
  if (statement.size() > kLongestCopy) return false;
  std::string text;
  for (const char c : statement) text += upper(c);
  const std::size_t from = text.rfind("FROM STDIN");
  return from != std::string::npos;
}

}  // namespace garde::restorer::loading
