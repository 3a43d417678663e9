// A folder of this computer as a tree. The kernel itself refuses to leave it (Linux 5.6 and later), or, where that call
// is not to be had, each name on the way is opened by itself and is no link.
#pragma once

#include "io/tree.h"

namespace garde::io {

// An open file descriptor, closed at the end of its life.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number = -1) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int release();

 private:
  int number_;
};

class DiskTree final : public Tree {
 public:
  // The folder itself was named by the person, so a link to it is followed; nothing below is. The tree keeps
  // meaning that folder when it is renamed, and fails once its disk is pulled out.
  static Result<std::unique_ptr<DiskTree>> open(const std::string& folder);

  Result<void> list(std::string_view directory, Detail detail, const OnEntry& on_entry) const override;
  Result<Stat> stat(std::string_view path) const override;
  Result<std::unique_ptr<File>> open(std::string_view path, Access access) const override;
  // The same as a descriptor, to be given to another process.
  Result<FileDescriptor> open_descriptor(std::string_view path) const;

 private:
  explicit DiskTree(FileDescriptor root) : root_(std::move(root)) {}
  Result<FileDescriptor> open_below_root(std::string_view path, int flags) const;
  FileDescriptor root_;
};

// The regular file behind a descriptor that is open for reading, which stays the caller's. `subject` names it in
// errors.
Result<std::unique_ptr<File>> file_behind(int descriptor, const std::string& subject, Access access);

}  // namespace garde::io
