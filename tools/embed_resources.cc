// embed_resources OUTPUT NAMESPACE FUNCTION ROOT FILE...
//
// Writes OUTPUT, a C++ source in which garde::NAMESPACE::FUNCTION() gives every FILE (a path
// relative to ROOT) as a Resource, in the order given. Called by garde_resources().
#include <cstdio>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "tools/files.h"
#include "tools/resource_source.h"

namespace garde::tools {
namespace {

Result<void> embed(std::span<char*> arguments) {
  constexpr std::size_t kFirstFile = 5;
  if (arguments.size() <= kFirstFile)
    return Error{ErrorKind::invalid_input, "embed_resources", std::nullopt,
                 "expected OUTPUT NAMESPACE FUNCTION ROOT FILE..."};
  const std::filesystem::path root = arguments[4];
  std::vector<ResourceFile> files;
  for (const std::string path : arguments.subspan(kFirstFile)) files.push_back({ path, TRY(read_file(root / path)) });
  const std::string source = TRY(resource_source({arguments[2], arguments[3]}, files));
  return write_file(arguments[1], source);
}

}  // namespace
}  // namespace garde::tools

int main(int argc, char** argv) {
  const auto done = garde::tools::embed({argv, static_cast<std::size_t>(argc)});
  if (done) return 0;
  fmt::print(stderr, "embed_resources: {}\n", garde::describe(done.error()));
  return 1;
}
