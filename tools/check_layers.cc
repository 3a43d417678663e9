// check_layers SRC
//
// Holds every #include of the headers and sources under SRC to SRC/layers.txt. Prints what breaks it, one
// line each, and exits with 1 when there is any.
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "tools/files.h"
#include "tools/layers.h"

namespace garde::tools {
namespace {

Result<std::vector<LayerFinding>> check(const std::filesystem::path& root) {
  SourceFiles files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (extension != ".h" && extension != ".cc") continue;
    files[entry.path().lexically_relative(root).generic_string()] = TRY(read_file(entry.path()));
  }
  std::vector<LayerFinding> findings;
  const Layers layers = Layers::parse(TRY(read_file(root / "layers.txt")), findings);
  if (files.empty()) findings.push_back({"layers.txt", 1, "there is no source beside it"});
  check_layers(layers, files, findings);
  return findings;
}

int run(const std::filesystem::path& root) {
  try {
    const auto findings = check(root);
    if (!findings) {
      fmt::print(stderr, "check_layers: {}\n", describe(findings.error()));
      return 2;
    }
    for (const LayerFinding& finding : *findings)
      fmt::print("{}/{}:{}: {}\n", root.generic_string(), finding.file, finding.line, finding.text);
    return findings->empty() ? 0 : 1;
  } catch (const std::filesystem::filesystem_error& error) {
    fmt::print(stderr, "check_layers: {}\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace garde::tools

int main(int argc, char** argv) {
  if (argc == 2) return garde::tools::run(argv[1]);
  fmt::print(stderr, "check_layers: expected SRC\n");
  return 2;
}
