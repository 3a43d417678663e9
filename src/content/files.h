// The files under content/: compiled into the program, or read from a directory while editing them.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/resource.h"
#include "base/result.h"

namespace garde::content {

struct File {
  std::string path;  // "questionnaire/2-backups.toml", from content/, '/' on every system
  std::string bytes;
};

std::span<const Resource> compiled_in();

class Files {
 public:
  static Files from_program();  // those compiled in
  // Every *.toml under `root`. Fails on a file that cannot be read or is larger than 1 MiB.
  static Result<Files> from_directory(const std::filesystem::path& root);
  explicit Files(std::vector<File> files);

  // The files whose path starts with `folder` + '/', in the order of their names. Valid while this lives.
  std::vector<const File*> in(std::string_view folder) const;

 private:
  std::vector<File> files_;  // sorted by path
};

}  // namespace garde::content
