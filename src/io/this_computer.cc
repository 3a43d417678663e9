#include "io/this_computer.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>
#include <utmpx.h>

#include "io/disk_tree.h"

namespace garde::io {
namespace {

// A command line of some programs is as long as a page of text; the rest of it identifies nothing.
constexpr std::size_t kMaxCommandLine = 4096;
// Two years of logons of a busy server.
constexpr std::uintmax_t kMaxLogonFile = 64U << 20U;

Error unreadable(std::string subject, int code) {
  return {code == ENOENT ? ErrorKind::not_found : ErrorKind::unreadable, std::move(subject), std::nullopt,
          std::generic_category().message(code)};
}

std::string first_bytes(const std::filesystem::path& path, std::size_t limit) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(limit, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(limit));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::optional<RunningProgram> read_program(int process) {
  const std::filesystem::path folder = "/proc/" + std::to_string(process);
  RunningProgram program{.process = process, .parent = 0, .user = 0, .name = {}, .path = {}, .command_line = {}};
  std::istringstream status(first_bytes(folder / "status", 1U << 14U));
  for (std::string line; std::getline(status, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "Name:") words >> program.name;
    if (key == "PPid:") words >> program.parent;
    if (key == "Uid:") words >> program.user;
  }
  if (program.name.empty()) return std::nullopt;  // it ended meanwhile
  std::error_code refused;
  program.path = std::filesystem::read_symlink(folder / "exe", refused).string();
  program.command_line = first_bytes(folder / "cmdline", kMaxCommandLine);
  std::ranges::replace(program.command_line, '\0', ' ');
  return program;
}

class OpenedFile final : public File {
 public:
  OpenedFile(FileDescriptor descriptor, std::string name, ByteCount size)
      : descriptor_(std::move(descriptor)), name_(std::move(name)), size_(size) {}
  ByteCount size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    for (;;) {
      const ssize_t count = ::pread(descriptor_.get(), out.data(), out.size(), static_cast<off_t>(offset));
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return unreadable(name_, errno);
    }
  }
  void drop_cached(std::uint64_t, ByteCount) const override {}

 private:
  FileDescriptor descriptor_;
  std::string name_;
  ByteCount size_;
};

template <std::size_t N>
std::string field(const char (&bytes)[N]) {
  return {bytes, ::strnlen(bytes, N)};
}

Result<std::vector<Logon>> read_logons(const std::string& path) {
  std::error_code code;
  const std::uintmax_t size = std::filesystem::file_size(path, code);
  if (code) return unreadable(path, code.value());
  if (size > kMaxLogonFile) return Error{ErrorKind::unsupported, path, std::nullopt, "larger than is read"};
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, EACCES);
  std::vector<Logon> logons;
  utmpx record{};
  while (file.read(reinterpret_cast<char*>(&record), sizeof record)) {
    if (record.ut_type != USER_PROCESS) continue;
    const Instant time{std::chrono::seconds(record.ut_tv.tv_sec)};
    logons.push_back({field(record.ut_user), field(record.ut_line), field(record.ut_host), time, record.ut_pid});
  }
  std::ranges::reverse(logons);
  return logons;
}

}  // namespace

Result<ClockState> clock_state() {
  timex state{};
  if (::adjtimex(&state) < 0) return unreadable("clock", errno);
  const std::chrono::microseconds slew =
      (state.status & STA_NANO) != 0
          ? std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(state.offset))
          : std::chrono::microseconds(state.offset);
  return ClockState{(state.status & STA_UNSYNC) == 0, std::chrono::microseconds(state.maxerror), slew};
}

Result<std::vector<RunningProgram>> running_programs() {
  std::error_code code;
  std::vector<RunningProgram> programs;
  std::filesystem::directory_iterator entries("/proc", code);
  if (code) return unreadable("/proc", code.value());
  for (; entries != std::filesystem::directory_iterator(); entries.increment(code)) {
    if (code) return unreadable("/proc", code.value());
    const std::string name = entries->path().filename().string();
    int process = 0;
    const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (wrong != std::errc{} || end != name.data() + name.size()) continue;
    if (auto program = read_program(process)) programs.push_back(std::move(*program));
  }
  std::ranges::sort(programs, {}, &RunningProgram::process);
  return programs;
}

Result<std::unique_ptr<File>> open_program(int process) {
  const std::string path = "/proc/" + std::to_string(process) + "/exe";
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));  // the kernel's own link to what it runs
  if (!file.is_open()) return unreadable(path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return unreadable(path, errno);
  if (!S_ISREG(status.st_mode)) return Error{ErrorKind::unreadable, path, std::nullopt, "not a regular file"};
  return std::unique_ptr<File>(
      std::make_unique<OpenedFile>(std::move(file), path, ByteCount{static_cast<std::uint64_t>(status.st_size)}));
}

Result<std::vector<Logon>> logged_on() { return read_logons("/run/utmp"); }

Result<std::vector<Logon>> recent_logons(std::size_t limit) {
  auto logons = TRY(read_logons("/var/log/wtmp"));
  if (logons.size() > limit) logons.resize(limit);
  return logons;
}

}  // namespace garde::io
