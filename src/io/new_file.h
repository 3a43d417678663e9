// A large file of ours, written from its start to its end: what is collected as evidence.
//
// Errors: no_space, unreadable (the system refused, or the medium is gone), conflict (the name is taken).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::io {

class NewFile {
 public:
  // For its owner alone (0600), where the medium knows owners.
  static Result<NewFile> create(const std::filesystem::path& path);
  Result<void> write(std::span<const std::byte> bytes);
  Result<void> finish();  // on the medium when it returns a value

 private:
  NewFile(FileDescriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  FileDescriptor file_;
  std::string name_;  // for errors
  std::uint64_t written_ = 0;
};

}  // namespace garde::io
