#include "cli/output.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "base/testing/source_directory.h"

namespace garde::cli {
namespace {

using testing::IsEmpty;

std::string written(const auto&... parts) {
  std::ostringstream stream;
  Output output(stream);
  (output << ... << parts);
  return stream.str();
}

TEST(Output, PassesTheProgramsOwnWordsAndLineEnds) {
  EXPECT_EQ(written("garde: ", "\n\n  ", '\n', 12, std::size_t{3}), "garde: \n\n  \n123");
  EXPECT_EQ(written("\r\x1b[K"), "\r\x1b[K");
}

TEST(Output, WritesDataOutAsOneLineThatActsOnNothing) {
  EXPECT_EQ(written(std::string("c\n[bon]  intacte ?\x1b[2J")), "c\\n[bon]  intacte ?\\x1b[2J");
  EXPECT_EQ(written(std::string_view("\u202e\xc2\x9b")), "\\u202e\\u009b");
  EXPECT_EQ(written(Lines{"a\nb\r\x1b"}), "a\nb\\r\\x1b");
  EXPECT_EQ(written(Json{"{\"a\":\"\u202e\"}"}), "{\"a\":\"\\u202e\"}");
}

TEST(Output, GivesADocumentAsItIsButToATerminal) {
  constexpr std::string_view kPdf = "%PDF\x1b[2J\xff\n";
  std::ostringstream file;
  Output(file).document(kPdf);
  EXPECT_EQ(file.str(), kPdf);
  std::ostringstream terminal;
  Output(terminal, Output::Goes::to_a_terminal).document(kPdf);
  EXPECT_EQ(terminal.str(), "%PDF\\x1b[2J\\xff\n");
}

TEST(Output, SaysThatNotAllCouldBeWritten) {
  std::ostringstream stream;
  Output output(stream);
  EXPECT_TRUE(output.is_fine());
  stream.setstate(std::ios::badbit);
  output << "a";
  EXPECT_FALSE(output.is_fine());
}

// Whatever else wrote there would write names as they are.
TEST(Output, IsTheOnlyWayToTheTerminal) {
  constexpr std::array<std::string_view, 17> kBeside = {
      "cout",   "cerr",   "clog",          "printf",        "puts",       "putchar",    "perror", "psignal", "syslog(",
      "stdout", "stderr", "STDOUT_FILENO", "STDERR_FILENO", "<iostream>", "fmt::print", "wcout",  "dprintf"};
  const auto is_named_in = [](std::string_view line, std::string_view word) {
    const auto is_part_of_a_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
      const std::size_t after = at + word.size();
      const bool begins = at == 0 || !is_part_of_a_name(line[at - 1]) || word == "printf" || word == "puts";
      if (begins && (after >= line.size() || !is_part_of_a_name(line[after]))) return true;
    }
    return false;
  };
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_directory() / "src")) {
    const std::filesystem::path& path = entry.path();
    const std::string name = path.lexically_relative(source_directory()).string();
    if (path.extension() != ".cc" && path.extension() != ".h") continue;
    if (name.ends_with("_test.cc") || name.find("/testing/") != std::string::npos) continue;
    std::ifstream file(path);
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      line = line.substr(0, line.find("//"));
      if (std::ranges::any_of(kBeside, [&](std::string_view word) { return is_named_in(line, word); }))
        found.push_back(name + ":" + std::to_string(number) + ":" + line);
    }
  }
  std::erase_if(found, [](const std::string& line) {
    return line.starts_with("src/cli/output.cc:") ||      // here
           line.starts_with("src/main.cc:3:#include") ||  // std::cin
           line.find("isatty(STDERR_FILENO)") != std::string::npos ||
           line.starts_with("src/base/mistake.cc:");  // words of the program alone, when nothing else can be trusted
  });
  EXPECT_THAT(found, IsEmpty());
}

}  // namespace
}  // namespace garde::cli
