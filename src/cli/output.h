// All that Garde says to a terminal or into a pipe. Words of the program pass; data is written out as one line that
// acts on nothing, so that no name of a file, a backup or a person moves the cursor, hides a line or prints a verdict.
//
//   context.out << texts.sentence(message) << '\n';                // data, then the program's own line end
//   context.out << Lines{documents::backup_check_text(...)};       // several lines, each made of visible text
//   context.out << Json{documents::backup_check_json(...)} << '\n';
#pragma once

#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace garde::cli {

struct Lines {
  std::string_view text;
};
struct Json {
  std::string_view text;
};

class Output {
 public:
  enum class Goes : std::uint8_t { to_a_terminal, elsewhere };

  // `stream` must outlive this.
  explicit Output(std::ostream& stream, Goes goes = Goes::elsewhere) : stream_(stream), goes_(goes) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Words of the program itself.
  template <std::size_t N>
  Output& operator<<(const char (&literal)[N]) {
    return pass({literal, N - 1});
  }
  Output& operator<<(char c) { return pass({&c, 1}); }
  Output& operator<<(std::integral auto number) { return pass(std::to_string(number)); }

  // Everything else.
  Output& operator<<(std::string_view data);
  Output& operator<<(const std::string& data) { return *this << std::string_view(data); }
  Output& operator<<(Lines lines);
  Output& operator<<(Json json);  // means the same: what acts is escaped the way JSON does

  // A whole document: its bytes, but for a terminal, which shows them as lines.
  void document(std::string_view bytes);

  void flush();
  bool is_fine() const;  // everything could be written so far

 private:
  Output& pass(std::string_view text);

  std::ostream& stream_;
  Goes goes_;
};

// Of this process. They are the only ones who write there.
Output& standard_output();
Output& standard_error();

}  // namespace garde::cli
