#include "io/new_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace garde::io {
namespace {

// For the call that has just failed.
Error system_error(const std::string& subject, std::string_view call) {
  const int code = errno;
  const std::string detail = fmt::format("{}: {}", call, std::generic_category().message(code));
  const ErrorKind kind = code == ENOENT                                      ? ErrorKind::not_found
                         : code == EEXIST                                    ? ErrorKind::conflict
                         : code == ENOSPC || code == EDQUOT || code == EFBIG ? ErrorKind::no_space
                                                                             : ErrorKind::unreadable;
  return {kind, subject, std::nullopt, detail};
}

}  // namespace

Result<NewFile> NewFile::create(const std::filesystem::path& path) {
  const std::string name = path.string();
  FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) return system_error(name, "open");
  return NewFile(std::move(file), name);
}

Result<void> NewFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(name_, "write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> NewFile::finish() {
  if (::fsync(file_.get()) != 0) return system_error(name_, "fsync");
  return {};
}

Result<ByteCount> free_space(const std::filesystem::path& folder) {
  struct statvfs status{};
  if (::statvfs(folder.c_str(), &status) != 0) return system_error(folder.string(), "statvfs");
  return ByteCount{static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize};
}

Result<void> create_private_directories(const std::filesystem::path& folder) {
  if (folder.empty()) return {};
  struct stat status{};
  if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  const std::filesystem::path above = folder.parent_path();
  if (above != folder) TRY(create_private_directories(above));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return system_error(folder.string(), "mkdir");
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return system_error(folder.string(), "open");
  if (::fsync(file.get()) != 0) return system_error(folder.string(), "fsync");
  return {};
}

}  // namespace garde::io
