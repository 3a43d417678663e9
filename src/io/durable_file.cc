#include "io/durable_file.h"

#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/writing.h"

namespace garde::io {
Result<DurableFile> DurableFile::open(const std::filesystem::path& path) {
  const std::string name = path.string();
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open()) return write_error(name, "open");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return write_error(name, "fstat");
  if (!S_ISREG(status.st_mode)) return Error{ErrorKind::unreadable, name, std::nullopt, "not a regular file"};
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return Error{ErrorKind::busy, name, std::nullopt, "somebody else is writing to it"};
    return write_error(name, "flock");
  }
  return DurableFile(std::move(file), name);
}

Result<std::vector<std::byte>> DurableFile::read(ByteCount limit) const {
  struct stat status{};
  if (::fstat(file_.get(), &status) != 0) return write_error(name_, "fstat");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit.value)
    return Error{ErrorKind::damaged, name_, std::nullopt, fmt::format("longer than {} bytes", limit.value)};
  std::vector<std::byte> bytes(size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count =
        ::pread(file_.get(), bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return write_error(name_, "pread");
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

Result<void> DurableFile::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  TRY(write_all(file_, name_, offset, bytes));
  if (::fdatasync(file_.get()) != 0) return write_error(name_, "fdatasync");
  return {};
}

Result<void> DurableFile::cut(ByteCount size) {
  if (::ftruncate(file_.get(), static_cast<off_t>(size.value)) != 0) return write_error(name_, "ftruncate");
  if (::fdatasync(file_.get()) != 0) return write_error(name_, "fdatasync");
  return {};
}

}  // namespace garde::io
