// A directory for one test, gone with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace garde::storage {

class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_((std::filesystem::temp_directory_path() / "garde-storage-XXXXXX").string()) {
    GARDE_CHECK(::mkdtemp(path_.data()) != nullptr);  // 0700
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path() / name; }

 private:
  std::string path_;
};

}  // namespace garde::storage
