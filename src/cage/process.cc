#include "cage/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace garde::cage {
namespace {

using std::chrono::milliseconds;

Error refused(std::string_view call, int code) {
  return {ErrorKind::unreadable, "worker", std::nullopt,
          std::string(call) + ": " + std::generic_category().message(code)};
}

// posix_spawn rather than fork: it copies nothing of a large process, and is safe beside its other threads.
class SpawnSettings {
 public:
  SpawnSettings() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t all;
    ::sigfillset(&all);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  // The first error of the calls that may fail, or 0.
  int give(std::span<const int> descriptors) {
    int number = 0;
    for (const int descriptor : descriptors)
      if (const int error = ::posix_spawn_file_actions_adddup2(&actions_, descriptor, number++); error != 0)
        return error;
    if (const int error = ::posix_spawn_file_actions_addclosefrom_np(&actions_, number); error != 0) return error;
    return ::posix_spawn_file_actions_addchdir_np(&actions_, "/");
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

Exit to_exit(int status, const rusage& usage) {
  const auto time = [](const timeval& value) {
    return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
  };
  return {.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
          .status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
          .cpu = std::chrono::duration_cast<milliseconds>(time(usage.ru_utime) + time(usage.ru_stime)),
          .peak_memory = ByteCount{static_cast<std::uint64_t>(usage.ru_maxrss) * 1024}};
}

}  // namespace

Result<Process> Process::start(const std::string& program, const std::string& word, std::span<const int> descriptors) {
  // Above the numbers they are about to get, so that none is overwritten before it was moved.
  std::vector<io::FileDescriptor> moved;
  std::vector<int> numbers;
  for (const int descriptor : descriptors) {
    moved.emplace_back(::fcntl(descriptor, F_DUPFD_CLOEXEC, static_cast<int>(descriptors.size())));
    if (!moved.back().is_open()) return refused("fcntl", errno);
    numbers.push_back(moved.back().get());
  }
  SpawnSettings settings;
  if (const int error = settings.give(numbers); error != 0) return refused("posix_spawn_file_actions", error);
  std::string name = "garde";
  std::string argument = word;
  std::array<char*, 3> arguments = {name.data(), argument.data(), nullptr};
  std::array<char*, 1> environment = {nullptr};
  pid_t number = -1;
  const int error = ::posix_spawn(&number, program.c_str(), settings.actions(), settings.attributes(), arguments.data(),
                                  environment.data());
  if (error != 0) return refused("posix_spawn", error);
  Process process(number, io::FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, number, 0))));
  if (!process.descriptor_.is_open()) return refused("pidfd_open", errno);
  return process;
}

Process::Process(Process&& other) noexcept
    : number_(std::exchange(other.number_, -1)), descriptor_(std::move(other.descriptor_)) {}

Process::~Process() {
  if (number_ < 0) return;
  kill();
  constexpr milliseconds kPatience{1000};
  static_cast<void>(reap(kPatience));
}

void Process::kill() const {
  if (number_ < 0) return;
  ::kill(number_, SIGKILL);
  ::kill(-number_, SIGKILL);
}

std::optional<std::uint64_t> Process::processor_time() const {
  std::ifstream file(fmt::format("/proc/{}/stat", number_));
  std::string text;
  std::getline(file, text);
  // The name, which may hold anything, stands in brackets; behind it, the 12th and 13th number are what is asked.
  constexpr int kBefore = 11;
  std::istringstream fields(text.substr(std::min(text.rfind(')'), text.size() - 1) + 1));
  std::string passed_over;
  for (int i = 0; i < kBefore; ++i) fields >> passed_over;
  std::uint64_t user = 0;
  std::uint64_t system = 0;
  if (!(fields >> user >> system)) return std::nullopt;
  return user + system;
}

std::optional<Exit> Process::reap(milliseconds patience) {
  pollfd ended{descriptor_.get(), POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + patience;
  auto left = patience;
  while (::poll(&ended, 1, static_cast<int>(left.count())) < 0 && errno == EINTR)
    left = std::max(milliseconds{}, std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now()));
  const pid_t number = std::exchange(number_, -1);
  const auto wait = [number] {
    ::kill(-number, SIGKILL);  // whatever it left behind; unreaped, its number is still its own
    int status = 0;
    rusage usage{};
    while (::wait4(number, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    return to_exit(status, usage);
  };
  if (ended.revents != 0) return wait();
  std::thread(wait).detach();
  return std::nullopt;
}

}  // namespace garde::cage
