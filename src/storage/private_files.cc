#include "storage/private_files.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace garde::storage {
namespace {

constexpr mode_t kOwnerDirectory = 0700;
constexpr mode_t kOwnerFile = 0600;
constexpr mode_t kOthers = 0077;

ErrorKind kind_of(int code) {
  switch (code) {
    case ENOENT: return ErrorKind::not_found;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorKind::no_space;
    default: return ErrorKind::unreadable;
  }
}

// For the call that has just failed.
Error system_error(const std::filesystem::path& subject, std::string_view call) {
  const int code = errno;
  return {kind_of(code), utf8_name(subject), std::nullopt,
          fmt::format("{}: {}", call, std::generic_category().message(code))};
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.number() < 0) return system_error(directory, "open");
  if (::fsync(file.number()) != 0) return system_error(directory, "fsync");
  return {};
}

std::string read_holder(int file) {
  std::array<char, 20> text{};
  const ssize_t size = ::pread(file, text.data(), text.size(), 0);
  long process = 0;
  if (size > 0 && std::from_chars(text.data(), text.data() + size, process).ec == std::errc())
    return fmt::format("held by process {}", process);
  return "held by a process that has not said which";
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

Result<void> create_private_directories(const std::filesystem::path& directory) {
  std::filesystem::path so_far;
  for (const auto& part : std::filesystem::absolute(directory)) {
    so_far /= part;
    if (::mkdir(so_far.c_str(), kOwnerDirectory) == 0) {
      TRY(sync_directory(so_far.parent_path()));
      continue;
    }
    if (errno == EEXIST) continue;
    // A system directory above ours may be read-only and yet exist.
    struct stat status{};
    const int code = errno;
    if (::stat(so_far.c_str(), &status) == 0) continue;
    errno = code;
    return system_error(so_far, "mkdir");
  }
  return {};
}

Result<void> check_private_directory(const std::filesystem::path& directory) {
  struct stat status{};
  if (::stat(directory.c_str(), &status) != 0) return system_error(directory, "stat");
  const auto refused = [&](std::string detail) {
    return Error{ErrorKind::unreadable, utf8_name(directory), std::nullopt, std::move(detail)};
  };
  if (!S_ISDIR(status.st_mode)) return refused("not a directory");
  if (status.st_uid != ::geteuid()) return refused(fmt::format("belongs to user {}", status.st_uid));
  if ((status.st_mode & kOthers) != 0)
    return refused(fmt::format("open to others: mode {:o}", status.st_mode & 07777U));
  return {};
}

Result<std::filesystem::path> create_private_file_beside(const std::filesystem::path& final_path) {
  std::string name = final_path.native() + ".new-XXXXXX";
  const FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.number() < 0) return system_error(final_path, "mkostemp");
  return std::filesystem::path(name);
}

Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& final_path) {
  // link, unlike rename, leaves a file that is there already.
  const bool linked = ::link(temporary.c_str(), final_path.c_str()) == 0;
  std::optional<Error> failure;
  if (!linked && errno != EEXIST) failure = system_error(final_path, "link");
  if (::unlink(temporary.c_str()) != 0 && !failure) failure = system_error(temporary, "unlink");
  if (failure) return *failure;
  return sync_directory(final_path.parent_path());
}

Result<FileDescriptor> lock_file(const std::filesystem::path& path) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerFile));
  if (file.number() < 0) return system_error(path, "open");
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return Error{ErrorKind::conflict, utf8_name(path), std::nullopt, read_holder(file.number())};
    return system_error(path, "flock");
  }
  const std::string process = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file.number(), 0) != 0 ||
      ::pwrite(file.number(), process.data(), process.size(), 0) != static_cast<ssize_t>(process.size()))
    return system_error(path, "write");
  return file;
}

std::string utf8_name(const std::filesystem::path& path) {
  const std::u8string name = path.u8string();
  return {name.begin(), name.end()};
}

}  // namespace garde::storage
