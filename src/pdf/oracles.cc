#include "pdf/oracles.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace garde::pdf {

std::string ask(const std::string& command, const std::string& bytes) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / fmt::format("garde-{}.pdf", getpid());
  std::ofstream(file, std::ios::binary) << bytes;
  std::string line = command;
  for (std::size_t at; (at = line.find("{}")) != std::string::npos;) line.replace(at, 2, file.string());
  FILE* const pipe = popen(("( " + line + " ) 2>&1").c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
  const int status = pclose(pipe);
  std::filesystem::remove(file);
  return fmt::format("{}exit {}\n", output, WEXITSTATUS(status));
}

std::string text_of(const std::string& bytes) { return ask("pdftotext -layout {} -", bytes); }

std::string text_of(const std::string& bytes, int page) {
  return ask(fmt::format("pdftotext -layout -f {0} -l {0} {{}} -", page), bytes);
}

std::string structure_of(const std::string& bytes) { return ask("pdfinfo -struct-text {}", bytes); }

std::vector<Word> words_of(const std::string& bytes) {
  static const std::regex kWord(
      R"re(<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*)</word>)re");
  std::vector<Word> words;
  std::size_t page = 0;
  std::istringstream lines(ask("pdftotext -bbox {} -", bytes));
  for (std::string line; std::getline(lines, line);) {
    if (line.find("<page ") != std::string::npos) ++page;
    std::smatch match;
    if (!std::regex_search(line, match, kWord)) continue;
    words.push_back(
        {page, std::stod(match[1]), std::stod(match[2]), std::stod(match[3]), std::stod(match[4]), match[5]});
  }
  return words;
}

}  // namespace garde::pdf
