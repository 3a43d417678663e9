#include "tests/running_garde.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::tests {
namespace {

constexpr const char* kProgram = GARDE_PROGRAM;

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream stream(path, std::ios::binary);
  stream << bytes << std::flush;
  GARDE_CHECK(stream.good());
}

Ran run_garde(const std::filesystem::path& folder, const std::vector<std::string>& words, const std::string& input,
              const std::string& out) {
  // A folder for this run alone: tests start several programs at once.
  static std::atomic<int> runs{0};
  const std::string name = ".run-" + std::to_string(++runs);
  const std::filesystem::path own = folder / name;
  std::filesystem::create_directory(own);
  write_file(own / "in", input);
  // A program that should have ended must not hold up the tests.
  std::string line = "cd " + quoted(folder) + " && timeout --kill-after=1 60 " + quoted(kProgram);
  for (const std::string& word : words) line += " " + quoted(word);
  line += fmt::format(" <{0}/in >{1} 2>{0}/err", name, out.empty() ? name + "/out" : quoted(out));
  const int status = std::system(line.c_str());
  Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, out.empty() ? read_file(own / "out") : "",
          read_file(own / "err")};
  std::filesystem::remove_all(own);
  return ran;
}

RunningGarde::RunningGarde(const std::filesystem::path& data, const std::filesystem::path& errors,
                           std::optional<std::size_t> descriptors) {
  std::array<int, 2> pipe{};
  GARDE_CHECK(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  process_ = ::fork();
  GARDE_CHECK(process_ >= 0);
  if (process_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    if (!errors.empty()) ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
    const rlimit limit{descriptors.value_or(0), descriptors.value_or(0)};
    if (descriptors && ::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::_exit(127);
    ::alarm(600);  // should the test itself die
    ::execl(kProgram, kProgram, "serve", "--listen", "127.0.0.1:0", "--data", data.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(pipe[1]);
  output_ = pipe[0];
  static const std::regex kAddress("http://(garde-[0-9a-f]+\\.localhost:([0-9]+))/open\\?token=([0-9a-f]+)\n");
  std::string printed;
  std::smatch match;
  std::array<char, 512> part{};
  for (ssize_t size = 0; !std::regex_search(printed, match, kAddress);) {
    size = ::read(output_, part.data(), part.size());
    if (size <= 0) break;
    printed.append(part.data(), static_cast<std::size_t>(size));
  }
  if (match.empty()) return;
  host_ = match[1];
  port_ = static_cast<std::uint16_t>(std::stoi(match[2]));
  token_ = match[3];
}

RunningGarde::~RunningGarde() {
  if (process_ >= 0) {
    send_signal(SIGKILL);
    wait();
  }
  ::close(output_);
}

void RunningGarde::send_signal(int signal) const { ::kill(process_, signal); }

int RunningGarde::wait() {
  int status = 0;
  GARDE_CHECK(::waitpid(process_, &status, 0) == process_);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace garde::tests
