// Files and directories that only their owner can read. Every POSIX call on files of this folder is here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace garde::storage {

// An open file, closed at the end; an flock on it goes with it.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  ~FileDescriptor();
  int number() const { return number_; }

 private:
  int number_;
};

// Creates what is missing of the path, for the owner alone (0700) and durably. What exists is left as it is.
Result<void> create_private_directories(const std::filesystem::path& directory);

// `unreadable` unless it is a directory that we own and nobody else may enter, list or write.
Result<void> check_private_directory(const std::filesystem::path& directory);

// A new empty file (0600) beside `final_path`, under a name of its own.
Result<std::filesystem::path> create_private_file_beside(const std::filesystem::path& final_path);

// Gives a complete file its name, durably. When a file of that name exists by now, that one stays. In both
// cases `temporary` is gone.
Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& final_path);

// Locks the file, creating it (0600) if needed, until the result goes away or the process ends, however it
// ends. The file then holds our process id. `conflict` with the holder's process id when somebody holds it.
Result<FileDescriptor> lock_file(const std::filesystem::path& file);

// For SQLite and for the subject of errors: UTF-8 on every system.
std::string utf8_name(const std::filesystem::path& path);

}  // namespace garde::storage
