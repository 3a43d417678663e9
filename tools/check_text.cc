// check_text ROOT
//
// Holds the program under ROOT/src and the sentences under ROOT/content to each other (text_keys.h), and every
// sentence of the content to French typography (typography.h). ROOT/tools/text_families.txt lists the enumerations
// each of whose values has a sentence. Prints what is wrong, one line each, and exits with 1 when there is any.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "tools/files.h"
#include "tools/text_keys.h"
#include "tools/typography.h"

namespace garde::tools {
namespace {

constexpr std::string_view kFamilies = "tools/text_families.txt";

class Project {
 public:
  explicit Project(std::filesystem::path root) : root_(std::move(root)) {}

  Result<std::vector<TextFinding>> check() {
    std::vector<TextFinding> findings;
    const std::vector<TextUse> uses = TRY(find_uses());
    const std::string families_text = TRY(read(std::string(kFamilies)));
    const std::vector<TextFamily> families = TRY(parse_families(std::string(kFamilies), families_text));
    std::map<std::string, std::vector<ContentString>> languages;
    for (const std::string& path : files("content", ".toml")) {
      const std::string toml = TRY(read(path));
      const std::vector<ContentString> strings = TRY(content_strings(path, toml));
      check_typography(strings, findings);
      if (!path.starts_with("content/text/")) continue;
      std::vector<ContentString>& language = languages[std::filesystem::path(path).parent_path().filename().string()];
      language.insert(language.end(), strings.begin(), strings.end());
    }
    for (const auto& [language, strings] : languages) {
      TextCatalogue catalogue(strings);
      catalogue.check_uses(uses, findings);
      for (const TextFamily& family : families) {
        const std::string header = TRY(read("src/" + family.header));
        catalogue.check_family(family, enumerators(header, family.enumeration), findings);
      }
      catalogue.check_all_used(findings);
    }
    return findings;
  }

 private:
  // From the root, sorted; testdata left out.
  std::vector<std::string> files(const std::string& folder, std::string_view extension) const {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_ / folder)) {
      const std::string path = entry.path().lexically_relative(root_).generic_string();
      if (entry.path().extension() == extension && path.find("/testdata/") == std::string::npos) paths.push_back(path);
    }
    std::ranges::sort(paths);
    return paths;
  }

  Result<std::string> read(const std::string& path) const { return read_file(root_ / path); }

  Result<std::vector<TextUse>> find_uses() const {
    std::vector<TextUse> uses;
    for (const std::string& path : files("src", ".html")) {
      const std::string source = TRY(read(path));
      add_template_uses(TRY(parse_template(path, source)), uses);
    }
    for (const std::string_view extension : {".h", ".cc"}) {
      for (const std::string& path : files("src", extension))
        if (!path.ends_with("_test.cc")) add_source_uses(path, TRY(read(path)), uses);
    }
    return uses;
  }

  std::filesystem::path root_;
};

int run(const char* root) {
  try {
    const auto findings = Project(root).check();
    if (!findings) {
      fmt::print(stderr, "check_text: {}\n", describe(findings.error()));
      return 2;
    }
    for (const TextFinding& finding : *findings) fmt::print("{}:{}: {}\n", finding.file, finding.line, finding.text);
    return findings->empty() ? 0 : 1;
  } catch (const std::filesystem::filesystem_error& error) {
    fmt::print(stderr, "check_text: {}\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace garde::tools

int main(int argc, char** argv) {
  if (argc == 2) return garde::tools::run(argv[1]);
  fmt::print(stderr, "check_text: expected ROOT\n");
  return 2;
}
