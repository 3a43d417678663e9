#include "io/writing.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace garde::io {
namespace {

ErrorKind kind_of(int code) {
  switch (code) {
    case ENOENT: return ErrorKind::not_found;
    case EEXIST: return ErrorKind::conflict;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorKind::no_space;
    default: return ErrorKind::unreadable;
  }
}

}  // namespace

Error write_error(const std::string& subject, std::string_view call) {
  const int code = errno;
  return {kind_of(code), subject, std::nullopt, fmt::format("{}: {}", call, std::generic_category().message(code))};
}

Result<void> write_all(const FileDescriptor& file, const std::string& name, std::uint64_t offset,
                       std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return write_error(name, "pwrite");
    }
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace garde::io
