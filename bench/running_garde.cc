#include "bench/running_garde.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::bench {
namespace {

// Becomes `garde serve` on `directory`, on a port the system chooses, its output going to `output`.
[[noreturn]] void become_garde(const char* program, const char* directory, int output) {
  ::dup2(output, STDOUT_FILENO);
  ::execl(program, program, "serve", "--listen", "127.0.0.1:0", "--data", directory, nullptr);
  ::_exit(127);
}

ByteCount kilobytes_after(std::string_view status, std::string_view field) {
  const std::size_t at = status.find(field);
  GARDE_CHECK(at != std::string_view::npos);
  return ByteCount{std::strtoull(status.data() + at + field.size(), nullptr, 10) * 1024};
}

}  // namespace

RunningGarde::RunningGarde(const std::filesystem::path& program)
    : directory_((std::filesystem::temp_directory_path() / "garde-bench-XXXXXX").string()) {
  GARDE_CHECK(::mkdtemp(directory_.data()) != nullptr);
  int ends[2];
  GARDE_CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  output_ = ends[0];
  process_ = ::fork();
  GARDE_CHECK(process_ >= 0);
  if (process_ == 0) become_garde(program.c_str(), directory_.c_str(), ends[1]);
  ::close(ends[1]);

  constexpr std::string_view kBeforeHost = "http://";
  std::string printed;
  std::size_t address = 0;
  while ((address = printed.find(kBeforeHost)) == std::string::npos ||
         printed.find('\n', address) == std::string::npos) {
    char bytes[512];
    const ssize_t size = ::read(output_, bytes, sizeof bytes);
    GARDE_CHECK(size > 0);  // it ended: its reason is on the standard error it shares with us
    printed.append(bytes, static_cast<std::size_t>(size));
  }
  const std::size_t host = address + kBeforeHost.size();
  const std::size_t path = printed.find('/', host);
  host_ = printed.substr(host, path - host);
  port_ = static_cast<std::uint16_t>(std::strtoul(host_.c_str() + host_.find(':') + 1, nullptr, 10));
  link_ = printed.substr(path, printed.find('\n', path) - path);
}

RunningGarde::~RunningGarde() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
  ::close(output_);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

Resident RunningGarde::resident() const {
  std::ifstream file(fmt::format("/proc/{}/status", process_));
  const std::string status{std::istreambuf_iterator<char>(file), {}};
  return {kilobytes_after(status, "VmRSS:"), kilobytes_after(status, "RssFile:")};
}

}  // namespace garde::bench
