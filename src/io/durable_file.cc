#include "io/durable_file.h"

#include <cerrno>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace garde::io {
namespace {

// For the call that has just failed.
Error system_error(const std::string& subject, std::string_view call) {
  const int code = errno;
  const std::string detail = fmt::format("{}: {}", call, std::generic_category().message(code));
  switch (code) {
    case ENOENT: return {ErrorKind::not_found, subject, std::nullopt, detail};
    case EEXIST: return {ErrorKind::conflict, subject, std::nullopt, detail};
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return {ErrorKind::no_space, subject, std::nullopt, detail};
    default: return {ErrorKind::unreadable, subject, std::nullopt, detail};
  }
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return system_error(directory.string(), "open");
  if (::fsync(file.get()) != 0) return system_error(directory.string(), "fsync");
  return {};
}

// A path always has a parent to sync: "journal" lies in ".".
std::filesystem::path parent_of(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.parent_path();
  return parent.empty() ? "." : parent;
}

Result<void> write_all(int file, const std::string& name, std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error(name, "pwrite");
    }
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> fill(const FileDescriptor& file, const std::string& name, std::span<const std::byte> bytes) {
  TRY(write_all(file.get(), name, 0, bytes));
  if (::fsync(file.get()) != 0) return system_error(name, "fsync");
  return {};
}

// link, unlike rename, leaves a file that is there already; the file systems of most USB sticks have no links.
Result<void> give_name(const std::string& partial, const std::string& name) {
  if (::link(partial.c_str(), name.c_str()) == 0) return {};
  if (errno != EPERM && errno != EOPNOTSUPP) return system_error(name, "link");
  struct stat status{};
  if (::lstat(name.c_str(), &status) == 0) {
    errno = EEXIST;
    return system_error(name, "rename");
  }
  if (::rename(partial.c_str(), name.c_str()) != 0) return system_error(name, "rename");
  return {};
}

}  // namespace

Result<void> create_private_directory(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0) return system_error(path.string(), "mkdir");
  return sync_directory(parent_of(path));
}

Result<void> create_private_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  const std::string name = path.string();
  std::string partial = name + ".new-XXXXXX";
  const FileDescriptor file(::mkostemp(partial.data(), O_CLOEXEC));
  if (!file.is_open()) return system_error(name, "mkostemp");
  auto outcome = fill(file, name, bytes);
  if (outcome) outcome = give_name(partial, name);
  // A second name left behind would harm nobody, so a failure here is not the caller's.
  ::unlink(partial.c_str());
  if (!outcome) return outcome;
  return sync_directory(parent_of(path));
}

Result<DurableFile> DurableFile::open(const std::filesystem::path& path) {
  const std::string name = path.string();
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return system_error(name, "open");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_error(name, "fstat");
  if (!S_ISREG(status.st_mode)) return Error{ErrorKind::unreadable, name, std::nullopt, "not a regular file"};
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return Error{ErrorKind::busy, name, std::nullopt, "somebody else is writing to it"};
    return system_error(name, "flock");
  }
  return DurableFile(std::move(file), name);
}

Result<std::vector<std::byte>> DurableFile::read(ByteCount limit) const {
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0) return system_error(name_, "fstat");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit.value)
    return Error{ErrorKind::damaged, name_, std::nullopt, fmt::format("longer than {} bytes", limit.value)};
  std::vector<std::byte> bytes(size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count =
        ::pread(file_.get(), bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(name_, "pread");
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

Result<void> DurableFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  TRY(write_all(file_.get(), name_, offset, bytes));
  if (::fdatasync(file_.get()) != 0) return system_error(name_, "fdatasync");
  return {};
}

Result<void> DurableFile::cut(ByteCount size) {
  if (::ftruncate(file_.get(), static_cast<off_t>(size.value)) != 0) return system_error(name_, "ftruncate");
  if (::fdatasync(file_.get()) != 0) return system_error(name_, "fdatasync");
  return {};
}

}  // namespace garde::io
