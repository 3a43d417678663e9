#include "io/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include "io/writing.h"

namespace garde::io {
Result<NewFile> NewFile::create(const std::filesystem::path& path) {
  const std::string name = path.string();
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) return write_error(name, "open");
  return NewFile(std::move(file), name);
}

Result<void> NewFile::write(std::span<const std::byte> bytes) {
  TRY(write_all(file_, name_, written_, bytes));
  written_ += bytes.size();
  return {};
}

Result<void> NewFile::finish() {
  if (::fsync(file_.get()) != 0) return write_error(name_, "fsync");
  return {};
}

}  // namespace garde::io
