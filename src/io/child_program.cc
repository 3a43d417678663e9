#include "io/child_program.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

namespace garde::io {
namespace {

Error system_error(std::string_view subject, int code) {
  return {ErrorKind::unreadable, std::string(subject), std::nullopt, std::generic_category().message(code)};
}

struct Pair {
  FileDescriptor ours;
  FileDescriptor theirs;
};

// A socket pair rather than a pipe: writing to one whose reader is gone can be told without a signal.
Result<Pair> make_pair_of(std::string_view program) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return system_error(program, errno);
  return Pair{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// What the child needs, made before it is: after a fork of a process with threads, nothing may allocate.
struct Prepared {
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* folder;
  const SystemAccount* account;
  std::array<int, 3> standard;
  int death_signal;
  rlim_t memory;
  int parent;
};

[[noreturn]] void become(const Prepared& prepared) {
  // Above those that are about to be replaced.
  constexpr int kClear = 10;
  std::array<int, 3> moved{};
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = ::fcntl(prepared.standard[i], F_DUPFD, kClear);
  for (std::size_t i = 0; i < moved.size(); ++i)
    if (::dup2(moved[i], static_cast<int>(i)) < 0) ::_exit(ChildProgram::kNotExecuted);
  ::close_range(3, ~0U, 0);
  ::setpgid(0, 0);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const rlimit memory{prepared.memory, prepared.memory};
  if (prepared.memory != RLIM_INFINITY && ::setrlimit(RLIMIT_AS, &memory) != 0) ::_exit(ChildProgram::kNotExecuted);
  ::umask(077);
  if (prepared.account != nullptr &&
      (::setgroups(0, nullptr) != 0 || ::setgid(prepared.account->group) != 0 || ::setuid(prepared.account->user) != 0))
    ::_exit(ChildProgram::kNotExecuted);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, prepared.death_signal);  // after setuid, which forgets it
  if (::getppid() != prepared.parent || ::chdir(prepared.folder) != 0) ::_exit(ChildProgram::kNotExecuted);
  ::execve(prepared.program, prepared.arguments, prepared.environment);
  ::_exit(ChildProgram::kNotExecuted);
}

}  // namespace

Result<ChildProgram> ChildProgram::start(const ProgramCall& call) {
  const FileDescriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open()) return system_error("/dev/null", errno);
  Pair input;
  Pair output;
  Pair errors;
  if (call.input == ProgramCall::Input::written) input = TRY(make_pair_of(call.program));
  if (call.input == ProgramCall::Input::file) {
    input.theirs = FileDescriptor(::fcntl(call.input_file, F_DUPFD_CLOEXEC, 0));
    if (!input.theirs.is_open()) return system_error(call.program, errno);
  }
  if (call.output == ProgramCall::Output::all) output = TRY(make_pair_of(call.program));
  if (call.output != ProgramCall::Output::none) errors = TRY(make_pair_of(call.program));
  const auto or_nothing = [&](const FileDescriptor& one) { return one.is_open() ? one.get() : nothing.get(); };

  std::vector<std::string> words = {call.program};
  words.insert(words.end(), call.arguments.begin(), call.arguments.end());
  const auto arguments = pointers_to(words);
  const auto environment = pointers_to(call.environment);
  const Prepared prepared{call.program.c_str(),
                          arguments.data(),
                          environment.data(),
                          call.folder.c_str(),
                          call.account ? &*call.account : nullptr,
                          {or_nothing(input.theirs), or_nothing(output.theirs), or_nothing(errors.theirs)},
                          call.death_signal,
                          call.memory ? call.memory->value : RLIM_INFINITY,
                          ::getpid()};
  const pid_t process = ::fork();
  if (process == 0) become(prepared);
  if (process < 0) return system_error(call.program, errno);
  ChildProgram program(process);
  program.input_ = std::move(input.ours);
  program.output_ = std::move(output.ours);
  program.error_output_ = std::move(errors.ours);
  return program;
}

ChildProgram::ChildProgram(ChildProgram&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      status_(other.status_),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      error_output_(std::move(other.error_output_)),
      errors_(std::move(other.errors_)) {}

ChildProgram::~ChildProgram() {
  if (process_ > 0) end(SIGKILL, {});
}

void ChildProgram::take_errors() {
  std::array<char, kErrorsKept> piece{};
  const ssize_t count = ::read(error_output_.get(), piece.data(), piece.size());
  if (count < 0 && errno == EINTR) return;
  if (count <= 0) {
    error_output_ = FileDescriptor();
    return;
  }
  errors_.append(piece.data(), static_cast<std::size_t>(count));
  if (errors_.size() > kErrorsKept) errors_.erase(0, errors_.size() - kErrorsKept);
}

Result<std::size_t> ChildProgram::read(std::span<std::byte> out) {
  while (output_.is_open() || error_output_.is_open()) {
    std::array<pollfd, 2> wanted{pollfd{output_.get(), POLLIN, 0}, pollfd{error_output_.get(), POLLIN, 0}};
    if (::poll(wanted.data(), wanted.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return system_error("poll", errno);
    }
    if (wanted[1].revents != 0) take_errors();
    if (wanted[0].revents == 0) continue;
    const ssize_t count = ::read(output_.get(), out.data(), out.size());
    if (count > 0) return static_cast<std::size_t>(count);
    if (count < 0 && errno == EINTR) continue;
    output_ = FileDescriptor();
  }
  return std::size_t{0};
}

Result<void> ChildProgram::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(input_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("its input", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

void ChildProgram::signal(int number) const {
  if (process_ > 0) ::kill(process_, number);
}

bool ChildProgram::is_running() {
  if (process_ <= 0) return false;
  int status = 0;
  const pid_t ended = ::waitpid(process_, &status, WNOHANG);
  if (ended == 0) return true;
  status_ = ended < 0 ? kNotExecuted : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  process_ = -1;
  return false;
}

int ChildProgram::wait() {
  std::array<std::byte, 4096> ignored{};
  for (;;) {
    const auto count = read(ignored);
    if (!count || *count == 0) break;
  }
  constexpr std::chrono::milliseconds kLookAgain{5};
  while (is_running()) std::this_thread::sleep_for(kLookAgain);
  return status_;
}

void ChildProgram::end(int number, std::chrono::milliseconds patience) {
  end_input();
  output_ = FileDescriptor();
  error_output_ = FileDescriptor();
  if (process_ <= 0) return;
  signal(number);
  constexpr std::chrono::milliseconds kLookAgain{10};
  // Left unreaped, so that its number means its own group and nobody else's.
  const auto has_ended = [&] {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
  };
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!has_ended() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(kLookAgain);
  ::kill(-process_, SIGKILL);
  while (is_running()) {
    signal(SIGKILL);
    std::this_thread::sleep_for(kLookAgain);
  }
}

}  // namespace garde::io
