// A private file of our own, written in place, that outlives a power cut. private_files.h creates it.
//
// Errors of all calls: no_space (the disk or the quota is full), unreadable (the system refused, or the medium
// is gone), and what each adds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::io {

// One file that one process at a time reads and writes. For one thread.
class DurableFile {
 public:
  // Opens and locks an existing file until the object goes away or the process ends, however it ends.
  // `not_found`; `busy` when another process, or another object of this one, holds it.
  static Result<DurableFile> open(const std::filesystem::path& path);

  // All of it; `damaged` when it is longer than `limit`.
  Result<std::vector<std::byte>> read(ByteCount limit) const;

  // When it returns a value the bytes are on the medium. When it fails, some of them may be there: in the
  // file, on the medium, or neither.
  Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes);
  // Cuts the file to `size`, which is on the medium when it returns a value.
  Result<void> cut(ByteCount size);

 private:
  DurableFile(FileDescriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  FileDescriptor file_;
  std::string name_;  // for errors
};

}  // namespace garde::io
