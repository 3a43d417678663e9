#include "pdf/oracles.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace garde::pdf {

std::string ask(const std::string& command, const std::string& bytes) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / fmt::format("garde-{}.pdf", getpid());
  std::ofstream(file, std::ios::binary) << bytes;
  std::string line = command;
  for (std::size_t at; (at = line.find("{}")) != std::string::npos;) line.replace(at, 2, file.string());
  FILE* const pipe = popen((line + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
  const int status = pclose(pipe);
  std::filesystem::remove(file);
  return fmt::format("{}exit {}\n", output, WEXITSTATUS(status));
}

}  // namespace garde::pdf
