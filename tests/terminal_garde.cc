#include "tests/terminal_garde.h"

#include <array>
#include <csignal>

#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/result.h"

namespace garde::tests {

TerminalGarde::TerminalGarde(const std::filesystem::path& folder, const std::vector<std::string>& words) {
  process_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
  GARDE_CHECK(process_ >= 0);
  if (process_ > 0) return;
  constexpr rlimit kNoLimit{RLIM_INFINITY, RLIM_INFINITY};
  static_cast<void>(::setrlimit(RLIMIT_CORE, &kNoLimit));  // were the program to leave an image of itself, it could
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  // Whoever runs the tests may ignore them, and a child inherits that.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::signal(signal, SIG_DFL);
  std::vector<char*> arguments = {const_cast<char*>(GARDE_PROGRAM)};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::alarm(120);  // should the test itself die
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

TerminalGarde::~TerminalGarde() {
  if (process_ >= 0) {
    ::kill(process_, SIGKILL);
    wait();
  }
  ::close(terminal_);
}

bool TerminalGarde::read_more() {
  constexpr int kHalfAMinute = 30'000;  // milliseconds
  pollfd ready{.fd = terminal_, .events = POLLIN, .revents = 0};
  if (::poll(&ready, 1, kHalfAMinute) <= 0) return false;
  std::array<char, 4096> part{};
  const ssize_t size = ::read(terminal_, part.data(), part.size());
  if (size <= 0) return false;  // the program and its terminal are gone
  screen_.append(part.data(), static_cast<std::size_t>(size));
  return true;
}

bool TerminalGarde::shows(std::string_view text) {
  for (;;) {
    const std::size_t at = screen_.find(text, looked_at_);
    if (at != std::string::npos) {
      looked_at_ = at + text.size();
      return true;
    }
    if (!read_more()) return false;
  }
}

void TerminalGarde::type(std::string_view text) const {
  GARDE_CHECK(::write(terminal_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

bool TerminalGarde::echoes() const {
  termios now{};
  GARDE_CHECK(::tcgetattr(terminal_, &now) == 0);
  return (now.c_lflag & ECHO) != 0;
}

int TerminalGarde::wait() {
  while (read_more()) {
  }
  int status = 0;
  GARDE_CHECK(::waitpid(process_, &status, 0) == process_);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace garde::tests
