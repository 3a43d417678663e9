#include "cli/secret_input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "base/as_text.h"

namespace garde::cli {
namespace {

constexpr std::size_t kLongestPassword = 4096;  // bytes

class Descriptor {
 public:
  Descriptor(const char* path, int flags) : number_(::open(path, flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// Signals that would end the program wait while this lives: they find the terminal as it was before.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::sigaddset(&held, signal);
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
    arrived_ = ::signalfd(-1, &held, SFD_CLOEXEC);
  }
  ~HeldSignals() {
    if (arrived_ >= 0) ::close(arrived_);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  // Until something can be read there; false when a signal came first.
  bool wait_for(int descriptor) const {
    std::array<pollfd, 2> both = {pollfd{descriptor, POLLIN, 0}, pollfd{arrived_, POLLIN, 0}};
    while (::poll(both.data(), both.size(), -1) < 0 && errno == EINTR) {
    }
    return both[1].revents == 0;
  }

 private:
  sigset_t before_{};
  int arrived_ = -1;
};

// What is typed while this lives is not shown.
class NoEcho {
 public:
  explicit NoEcho(int terminal) : terminal_(terminal), changed_(::tcgetattr(terminal, &before_) == 0) {
    if (!changed_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(terminal, TCSAFLUSH, &silent) == 0;
  }
  ~NoEcho() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  bool works() const { return changed_; }

 private:
  int terminal_;
  termios before_{};
  bool changed_;
};

// Up to a line end or the end of the input, into memory that is wiped. Nothing on an error, or when a signal came.
std::optional<crypto::SecretBytes> read_line(int descriptor, const HeldSignals* signals) {
  crypto::SecretBytes line(kLongestPassword);
  std::size_t size = 0;
  while (size < line.size()) {
    if (signals != nullptr && !signals->wait_for(descriptor)) return std::nullopt;
    const ssize_t got = ::read(descriptor, line.bytes().data() + size, line.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    const auto part = line.bytes().subspan(size, static_cast<std::size_t>(got));
    const auto is_end = [](std::byte byte) { return byte == std::byte{'\n'} || byte == std::byte{'\r'}; };
    const auto end = std::ranges::find_if(part, is_end);
    size += static_cast<std::size_t>(end - part.begin());
    if (end != part.end()) break;
  }
  line.shrink_to(size);
  return line;
}

}  // namespace

Result<crypto::SecretBytes> read_password_file(const std::string& path) {
  const Descriptor file(path.c_str(), O_RDONLY);
  const int code = errno;
  if (!file.is_open()) {
    return Error{code == ENOENT || code == ENOTDIR ? ErrorKind::not_found : ErrorKind::unreadable, path, std::nullopt,
                 std::generic_category().message(code)};
  }
  auto line = read_line(file.get(), nullptr);
  if (!line) return Error{ErrorKind::unreadable, path, std::nullopt, "cannot be read"};
  return std::move(*line);
}

std::optional<crypto::SecretBytes> ask_password(const std::string& question) {
  const Descriptor terminal("/dev/tty", O_RDWR);
  if (!terminal.is_open()) return std::nullopt;
  const auto print = [&](std::string_view text) {
    return ::write(terminal.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  };
  std::optional<crypto::SecretBytes> password;
  {
    const HeldSignals signals;
    const NoEcho silence(terminal.get());
    if (!silence.works() || !print(visible_text(question))) return std::nullopt;
    password = read_line(terminal.get(), &signals);
  }
  static_cast<void>(print("\n"));
  if (!password || password->empty()) return std::nullopt;
  return password;
}

}  // namespace garde::cli
