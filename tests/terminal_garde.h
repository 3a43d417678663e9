// The real program at a terminal of its own, as a person at a keyboard has it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace garde::tests {

class TerminalGarde {
 public:
  // `words` as of run_garde.
  TerminalGarde(const std::filesystem::path& folder, const std::vector<std::string>& words);
  ~TerminalGarde();  // kills it
  TerminalGarde(const TerminalGarde&) = delete;
  TerminalGarde& operator=(const TerminalGarde&) = delete;

  // Whether the text came onto the screen since the last call, or comes before half a minute has passed.
  bool shows(std::string_view text);
  void type(std::string_view text) const;
  bool echoes() const;  // what is typed now would be seen
  const std::string& screen() const { return screen_; }
  pid_t process() const { return process_; }
  int wait();  // for its end: the exit status, or minus the signal that ended it

 private:
  bool read_more();

  pid_t process_ = -1;
  int terminal_ = -1;
  std::string screen_;
  std::size_t looked_at_ = 0;
};

}  // namespace garde::tests
