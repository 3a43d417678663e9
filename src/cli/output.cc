#include "cli/output.h"

#include <unistd.h>

#include <iostream>

#include "base/as_text.h"

namespace garde::cli {
namespace {

Output::Goes goes(int descriptor) {
  return ::isatty(descriptor) == 1 ? Output::Goes::to_a_terminal : Output::Goes::elsewhere;
}

}  // namespace

Output& Output::pass(std::string_view text) {
  stream_ << text;
  return *this;
}

Output& Output::operator<<(std::string_view data) { return pass(visible_text(data)); }
Output& Output::operator<<(Lines lines) { return pass(visible_lines(lines.text)); }
Output& Output::operator<<(Json json) { return pass(visible_json(json.text)); }

void Output::document(std::string_view bytes) { goes_ == Goes::to_a_terminal ? *this << Lines{bytes} : pass(bytes); }

void Output::flush() { stream_.flush(); }

bool Output::is_fine() const { return !stream_.fail(); }

Output& standard_output() {
  static Output output(std::cout, goes(STDOUT_FILENO));
  return output;
}

Output& standard_error() {
  static Output output(std::cerr, goes(STDERR_FILENO));
  return output;
}

}  // namespace garde::cli
