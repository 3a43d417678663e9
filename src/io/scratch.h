// A folder to restore into: private, wiped at the end, and wiped at the next start when the program was killed.
//
// What is written here came out of a backup, so its names may be hostile: a path that would leave the folder is
// refused, links are never made, and nothing that is there is overwritten.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"
#include "io/disk_tree.h"
#include "io/system_account.h"

namespace garde::io {

class ScratchFolder {
 public:
  // A new folder below `parent`, which must exist. `no_space`, `unreadable`.
  static Result<ScratchFolder> create(const std::filesystem::path& parent);
  // One that another process made, and wipes.
  static ScratchFolder of_another(std::filesystem::path path);
  ScratchFolder(ScratchFolder&&) noexcept;
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();  // wipes it

  const std::filesystem::path& path() const { return path_; }

  // Removes everything in it; the folder stays.
  void empty() const;

  // Makes it another account's, for a program that runs as that one. The super-user alone may.
  Result<void> give_to(const SystemAccount& account) const;

 private:
  ScratchFolder(std::filesystem::path path, FileDescriptor lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  std::filesystem::path path_;
  FileDescriptor lock_;
};

// Wipes the folders below `parent` that a program left behind when it was killed; those in use stay. How many.
std::size_t sweep_scratch_folders(const std::filesystem::path& parent);

// A file being restored.
class ScratchFile {
 public:
  // `path` inside the folder, with the directories above it. `invalid_input`: it would leave the folder, or is no path;
  // `conflict`: something of that name is there; `no_space`, `unreadable`.
  static Result<ScratchFile> create(const ScratchFolder& folder, std::string_view path);
  Result<void> write(std::span<const std::byte> bytes);

 private:
  ScratchFile(FileDescriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}
  FileDescriptor file_;
  std::string name_;
};

// A name that Windows reads as a device or changes ("CON", "nul.txt", "a:b", a dot or a blank at the end): restoring it
// there would lose or redirect it.
bool is_device_name(std::string_view name);

}  // namespace garde::io
