#include "io/disk_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/checked.h"

namespace garde::io {
namespace {

// The kernel takes paths of up to 4096 bytes with the final NUL; deeper ones are walked in pieces of this size.
constexpr std::size_t kMaxPathPiece = 4095;

Error system_error(std::string_view subject, int code) {
  const bool absent = code == ENOENT || code == ENOTDIR;
  const bool link = code == ELOOP || code == EXDEV;
  return {absent ? ErrorKind::not_found : ErrorKind::unreadable, std::string(subject), std::nullopt,
          link ? "a symbolic link, never followed" : std::generic_category().message(code)};
}

EntryType type_of(mode_t mode) {
  if (S_ISREG(mode)) return EntryType::file;
  if (S_ISDIR(mode)) return EntryType::directory;
  if (S_ISLNK(mode)) return EntryType::symlink;
  return EntryType::other;
}

Stat to_stat(const struct stat& raw) {
  using namespace std::chrono;
  const auto time = seconds{raw.st_mtim.tv_sec} + nanoseconds{raw.st_mtim.tv_nsec};
  return {.type = type_of(raw.st_mode),
          .size = {checked_cast<std::uint64_t>(raw.st_size).value_or(0)},
          .modified = Instant{floor<milliseconds>(time)},
          .permissions = raw.st_mode & 07777U,
          .links = raw.st_nlink,
          .identity = {raw.st_dev, raw.st_ino}};
}

bool is_link(int directory, const char* name) {
  struct stat raw{};
  return ::fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(raw.st_mode);
}

// The same without openat2, which a cage refuses where nothing else keeps a file from being cut as it is opened: one
// name after the other, of a path without "..".
Result<FileDescriptor> walk_beneath(int directory, std::string_view piece, int flags, std::string_view subject) {
  FileDescriptor folder;
  for (;;) {
    const std::size_t end = piece.find('/');
    const bool is_last = end == std::string_view::npos;
    const std::string name(piece.substr(0, end));
    const int from = folder.is_open() ? folder.get() : directory;
    const int how = (is_last ? flags : O_PATH | O_DIRECTORY) | O_CLOEXEC | O_NOFOLLOW;
    int number = -1;
    do {
      number = ::openat(from, name.c_str(), how);
    } while (number < 0 && errno == EINTR);
    if (number < 0) {
      const int code = errno;
      return system_error(subject, !is_last && code == ENOTDIR && is_link(from, name.c_str()) ? ELOOP : code);
    }
    if (is_last) return FileDescriptor(number);
    folder = FileDescriptor(number);
    piece.remove_prefix(end + 1);
  }
}

Result<FileDescriptor> open_beneath(int directory, const std::string& piece, int flags, std::string_view subject) {
  open_how how{};
  how.flags = static_cast<__u64>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long number = -1;
  do {
    number = ::syscall(SYS_openat2, directory, piece.c_str(), &how, sizeof how);
  } while (number < 0 && (errno == EINTR || errno == EAGAIN));  // EAGAIN: something was renamed meanwhile
  if (number < 0 && errno == ENOSYS) return walk_beneath(directory, piece, flags, subject);
  if (number < 0) return system_error(subject, errno);
  return FileDescriptor(static_cast<int>(number));
}

class DiskFile final : public File {
 public:
  DiskFile(FileDescriptor descriptor, std::string name, ByteCount size)
      : descriptor_(std::move(descriptor)), name_(std::move(name)), size_(size) {}

  ByteCount size() const override { return size_; }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    std::size_t done = 0;
    while (done < out.size()) {
      const auto at = checked_cast<off_t>(offset + done);
      if (!at) return Error{ErrorKind::invalid_input, name_, offset, "past what a file can hold"};
      const ssize_t count = ::pread(descriptor_.get(), out.data() + done, out.size() - done, *at);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        Error error = system_error(name_, errno);
        error.offset = offset + done;
        return error;
      }
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

  void drop_cached(std::uint64_t offset, ByteCount length) const override {
    ::posix_fadvise(descriptor_.get(), static_cast<off_t>(offset), static_cast<off_t>(length.value),
                    POSIX_FADV_DONTNEED);
  }

 private:
  FileDescriptor descriptor_;
  std::string name_;
  ByteCount size_;
};

Result<ByteCount> size_of_regular(int descriptor, std::string_view subject) {
  struct stat raw{};
  if (::fstat(descriptor, &raw) != 0) return system_error(subject, errno);
  if (!S_ISREG(raw.st_mode))
    return Error{ErrorKind::unreadable, std::string(subject), std::nullopt, "not a regular file"};
  return to_stat(raw).size;
}

Result<std::unique_ptr<File>> to_file(FileDescriptor descriptor, std::string_view subject, Access access) {
  const ByteCount size = TRY(size_of_regular(descriptor.get(), subject));
  // A small file is read at one go, whatever one says of it; of many small files each call counts.
  constexpr ByteCount kReadAhead = 128_KiB;
  if (size > kReadAhead)
    ::posix_fadvise(descriptor.get(), 0, 0, access == Access::sequential ? POSIX_FADV_SEQUENTIAL : POSIX_FADV_RANDOM);
  return std::unique_ptr<File>(std::make_unique<DiskFile>(std::move(descriptor), std::string(subject), size));
}

struct CloseDirectory {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

std::optional<Stat> stat_at(int directory, const char* name) {
  struct stat raw{};
  if (::fstatat(directory, name, &raw, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return to_stat(raw);
}

std::optional<EntryType> type_in(const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG: return EntryType::file;
    case DT_DIR: return EntryType::directory;
    case DT_LNK: return EntryType::symlink;
    case DT_UNKNOWN: return std::nullopt;  // some file systems only tell through stat
    default: return EntryType::other;
  }
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

int FileDescriptor::release() { return std::exchange(number_, -1); }

Result<std::unique_ptr<DiskTree>> DiskTree::open(const std::string& folder) {
  FileDescriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return system_error(folder, errno);
  return std::unique_ptr<DiskTree>(new DiskTree(std::move(root)));
}

Result<FileDescriptor> DiskTree::open_below_root(std::string_view path, int flags) const {
  if (!is_tree_path(path)) return Error{ErrorKind::invalid_input, std::string(path), std::nullopt, "not inside a tree"};
  if (path.empty()) return open_beneath(root_.get(), ".", flags, path);
  FileDescriptor directory;
  std::string_view rest = path;
  while (rest.size() > kMaxPathPiece) {
    const std::size_t cut = rest.rfind('/', kMaxPathPiece);
    if (cut == std::string_view::npos) return system_error(path, ENAMETOOLONG);
    const int from = directory.is_open() ? directory.get() : root_.get();
    directory = TRY(open_beneath(from, std::string(rest.substr(0, cut)), O_PATH | O_DIRECTORY, path));
    rest.remove_prefix(cut + 1);
  }
  return open_beneath(directory.is_open() ? directory.get() : root_.get(), std::string(rest), flags, path);
}

Result<void> DiskTree::list(std::string_view directory, Detail detail, const OnEntry& on_entry) const {
  FileDescriptor descriptor = TRY(open_below_root(directory, O_RDONLY | O_DIRECTORY));
  const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(descriptor.get()));
  if (!stream) return system_error(directory, errno);
  descriptor.release();  // closed with the stream
  for (;;) {
    errno = 0;
    const dirent* raw = ::readdir(stream.get());
    if (raw == nullptr) {
      if (errno != 0) return system_error(directory, errno);
      return {};
    }
    Entry entry{.name = raw->d_name, .type = EntryType::other, .stat = std::nullopt};
    if (entry.name == "." || entry.name == "..") continue;
    const std::optional<EntryType> type = type_in(*raw);
    if (detail == Detail::stats || !type) entry.stat = stat_at(::dirfd(stream.get()), raw->d_name);
    entry.type = entry.stat ? entry.stat->type : type.value_or(EntryType::other);
    TRY(on_entry(entry));
  }
}

Result<Stat> DiskTree::stat(std::string_view path) const {
  const FileDescriptor descriptor = TRY(open_below_root(path, O_PATH));
  struct stat raw{};
  if (::fstat(descriptor.get(), &raw) != 0) return system_error(path, errno);
  return to_stat(raw);
}

Result<FileDescriptor> DiskTree::open_descriptor(std::string_view path) const {
  // O_NONBLOCK: opening a pipe nobody writes to must not wait. O_NOATIME: reading leaves no trace; only the
  // owner of a file may ask for it.
  constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
  auto descriptor = open_below_root(path, flags | O_NOATIME);
  if (!descriptor && descriptor.error().kind == ErrorKind::unreadable) descriptor = open_below_root(path, flags);
  if (!descriptor) return std::move(descriptor).error();
  return descriptor;
}

Result<std::unique_ptr<File>> DiskTree::open(std::string_view path, Access access) const {
  return to_file(TRY(open_descriptor(path)), path, access);
}

Result<std::unique_ptr<File>> file_behind(int descriptor, const std::string& subject, Access access) {
  FileDescriptor own(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
  if (!own.is_open()) return system_error(subject, errno);
  return to_file(std::move(own), subject, access);
}

}  // namespace garde::io
