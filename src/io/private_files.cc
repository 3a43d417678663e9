#include "io/private_files.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/writing.h"

namespace garde::io {
namespace {

constexpr mode_t kOwnerDirectory = 0700;
constexpr mode_t kOwnerFile = 0600;
constexpr mode_t kOthers = 0077;

// A path always has a parent to sync: "journal" lies in ".".
std::filesystem::path parent_of(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.parent_path();
  return parent.empty() ? "." : parent;
}

struct NewBeside {
  std::string name;
  FileDescriptor file;
};
Result<NewBeside> create_beside(const std::string& final_name) {
  std::string name = final_name + ".new-XXXXXX";
  FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file.is_open()) return write_error(final_name, "mkostemp");
  return NewBeside{std::move(name), std::move(file)};
}

Result<void> fill(const FileDescriptor& file, const std::string& name, std::span<const std::byte> bytes) {
  TRY(write_all(file, name, 0, bytes));
  if (::fsync(file.get()) != 0) return write_error(name, "fsync");
  return {};
}

// link, unlike rename, leaves a file that is there already; the file systems of most USB sticks have no links.
Result<void> give_name(const std::string& temporary, const std::string& name) {
  if (::link(temporary.c_str(), name.c_str()) == 0) return {};
  if (errno != EPERM && errno != EOPNOTSUPP) return write_error(name, "link");
  struct stat status{};
  if (::lstat(name.c_str(), &status) == 0) {
    errno = EEXIST;
    return write_error(name, "rename");
  }
  if (::rename(temporary.c_str(), name.c_str()) != 0) return write_error(name, "rename");
  return {};
}

std::string read_holder(const FileDescriptor& file) {
  std::array<char, 20> text{};
  const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  long process = 0;
  if (size > 0 && std::from_chars(text.data(), text.data() + size, process).ec == std::errc())
    return fmt::format("held by process {}", process);
  return "held by a process that has not said which";
}

}  // namespace

Result<void> create_private_directory(const std::filesystem::path& directory) {
  if (::mkdir(directory.c_str(), kOwnerDirectory) != 0) return write_error(directory.string(), "mkdir");
  return sync_directory(parent_of(directory));
}

Result<void> create_private_directories(const std::filesystem::path& directory) {
  // First of all whether it is there: one above ours may be read-only.
  struct stat status{};
  if (directory.empty() || ::stat(directory.c_str(), &status) == 0) return {};
  if (const auto above = directory.parent_path(); above != directory) TRY(create_private_directories(above));
  const auto made = create_private_directory(directory);
  if (!made && made.error().kind != ErrorKind::conflict) return made.error();
  return {};
}

Result<void> check_private_directory(const std::filesystem::path& directory) {
  struct stat status{};
  if (::stat(directory.c_str(), &status) != 0) return write_error(directory.string(), "stat");
  const auto refused = [&](std::string detail) {
    return Error{ErrorKind::unreadable, directory.string(), std::nullopt, std::move(detail)};
  };
  if (!S_ISDIR(status.st_mode)) return refused("not a directory");
  if (status.st_uid != ::geteuid()) return refused(fmt::format("belongs to user {}", status.st_uid));
  if ((status.st_mode & kOthers) != 0)
    return refused(fmt::format("open to others: mode {:o}", status.st_mode & 07777U));
  return {};
}

Result<void> create_private_file(const std::filesystem::path& file, std::span<const std::byte> bytes) {
  const NewBeside beside = TRY(create_beside(file.string()));
  if (auto filled = fill(beside.file, file.string(), bytes); !filled) {
    ::unlink(beside.name.c_str());
    return filled;
  }
  return publish(beside.name, file);
}

Result<std::filesystem::path> create_private_file_beside(const std::filesystem::path& final_path) {
  return std::filesystem::path(TRY(create_beside(final_path.string())).name);
}

Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& final_path) {
  const auto named = give_name(temporary.string(), final_path.string());
  // A second name left behind would harm nobody, so a failure here is not the caller's.
  ::unlink(temporary.c_str());
  if (!named && named.error().kind != ErrorKind::conflict) return named;
  TRY(sync_directory(parent_of(final_path)));  // of whoever was first, it may not have happened yet
  return named;
}

Result<FileDescriptor> lock_file(const std::filesystem::path& path) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerFile));
  if (!file.is_open()) return write_error(path.string(), "open");
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return Error{ErrorKind::conflict, path.string(), std::nullopt, read_holder(file)};
    return write_error(path.string(), "flock");
  }
  const std::string process = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file.get(), 0) != 0) return write_error(path.string(), "ftruncate");
  TRY(write_all(file, path.string(), 0, std::as_bytes(std::span(process))));
  return file;
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return write_error(directory.string(), "open");
  if (::fsync(file.get()) != 0) return write_error(directory.string(), "fsync");
  return {};
}

}  // namespace garde::io
