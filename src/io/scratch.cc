#include "io/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "io/tree.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;

// What a folder is called while it gets its lock, while it is used, and while it is wiped: whatever moment a program is
// killed at, its name and its lock tell that nobody needs it.
constexpr std::string_view kMaking = "garde-making-";
constexpr std::string_view kPrefix = "garde-scratch-";
constexpr std::string_view kWiping = "garde-wiping-";
constexpr std::string_view kLock = ".garde-lock";

Error system_error(std::string_view subject, int code) {
  const bool full = code == ENOSPC || code == EDQUOT;
  const bool taken = code == EEXIST || code == EISDIR || code == ENOTDIR;
  const ErrorKind kind = full ? ErrorKind::no_space : taken ? ErrorKind::conflict : ErrorKind::unreadable;
  return {kind, std::string(subject), std::nullopt, std::generic_category().message(code)};
}

bool has_lock_held(const fs::path& folder) {
  const FileDescriptor lock(::open((folder / kLock).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  return lock.is_open() && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;
}

// Whether it is a name that we give, and a folder of ours.
bool is_ours(const fs::path& folder) {
  constexpr std::size_t kDrawn = 6;
  const std::string name = folder.filename().string();
  const bool named = std::ranges::any_of(std::array{kMaking, kPrefix, kWiping}, [&](std::string_view start) {
    return name.starts_with(start) && name.size() == start.size() + kDrawn;
  });
  struct stat status{};
  return named && ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         (status.st_uid == ::geteuid() || ::geteuid() == 0);
}

// Whether a folder of this name is one that a killed program left. One that is being made holds nothing yet: it is left
// alone for an hour, since its lock may be about to come.
bool is_abandoned(const fs::path& folder, std::string_view name) {
  if (name.starts_with(kWiping)) return true;
  if (name.starts_with(kPrefix)) return !has_lock_held(folder);
  constexpr std::chrono::hours kMakingTakes{1};
  std::error_code code;
  const auto made = fs::last_write_time(folder, code);
  return name.starts_with(kMaking) && !code && fs::file_time_type::clock::now() - made > kMakingTakes &&
         !has_lock_held(folder);
}

// Under a name that says so first: its lock may go before what somebody restored into it does.
void wipe_folder(const fs::path& folder) {
  std::error_code ignored;
  std::string name = folder.filename().string();
  if (name.starts_with(kPrefix)) name.replace(0, kPrefix.size(), kWiping);
  const fs::path wiping = folder.parent_path() / name;
  std::error_code code;
  fs::rename(folder, wiping, code);
  fs::remove_all(code ? folder : wiping, ignored);
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

Result<ScratchFolder> ScratchFolder::create(const fs::path& parent) {
  std::string name = (parent / (std::string(kMaking) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) return system_error(parent.string(), errno);
  const fs::path path = name;
  FileDescriptor lock(::open((path / kLock).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!lock.is_open() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    const Error error = system_error(name, errno);
    std::error_code ignored;
    fs::remove_all(path, ignored);
    return error;
  }
  const fs::path used = parent / (std::string(kPrefix) + path.filename().string().substr(kMaking.size()));
  if (::rename(path.c_str(), used.c_str()) != 0) {
    const Error error = system_error(name, errno);
    std::error_code ignored;
    fs::remove_all(path, ignored);
    return error;
  }
  return ScratchFolder(used, std::move(lock));
}

ScratchFolder ScratchFolder::of_another(fs::path path) { return {std::move(path), FileDescriptor()}; }

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}

ScratchFolder::~ScratchFolder() {
  if (lock_.is_open()) wipe_folder(path_);
}

void ScratchFolder::empty() const {
  std::error_code code;
  for (fs::directory_iterator entry(path_, code), end; !code && entry != end; entry.increment(code)) {
    std::error_code ignored;
    if (entry->path().filename() != kLock) fs::remove_all(entry->path(), ignored);
  }
}

Result<void> ScratchFolder::give_to(const SystemAccount& account) const {
  if (::chown(path_.c_str(), account.user, account.group) == 0) return {};
  return system_error(path_.string(), errno);
}

std::size_t sweep_scratch_folders(const fs::path& parent) {
  std::size_t swept = 0;
  std::error_code code;
  for (fs::directory_iterator entry(parent, code), end; !code && entry != end; entry.increment(code)) {
    if (!is_ours(entry->path()) || !is_abandoned(entry->path(), entry->path().filename().string())) continue;
    wipe_folder(entry->path());
    ++swept;
  }
  return swept;
}

Result<ScratchFile> ScratchFile::create(const ScratchFolder& folder, std::string_view path) {
  if (path.empty() || !is_tree_path(path))
    return Error{ErrorKind::invalid_input, std::string(path), std::nullopt, "not a path inside a folder"};
  const fs::path whole = folder.path() / path;
  const auto open_new = [&] {
    return ::open(whole.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  };
  FileDescriptor file(open_new());
  if (!file.is_open() && errno == ENOENT) {
    std::error_code code;
    fs::create_directories(whole.parent_path(), code);
    if (code) return system_error(path, code.value());
    file = FileDescriptor(open_new());
  }
  if (!file.is_open()) return system_error(path, errno);
  return ScratchFile(std::move(file), std::string(path));
}

Result<void> ScratchFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(name_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

bool is_device_name(std::string_view name) {
  if (name.empty()) return false;
  if (name.back() == '.' || name.back() == ' ' || name.find(':') != std::string_view::npos) return true;
  std::string stem(name.substr(0, name.find('.')));
  std::ranges::transform(stem, stem.begin(), upper);
  constexpr std::array<std::string_view, 6> kDevices = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
  if (std::ranges::find(kDevices, stem) != kDevices.end()) return true;
  const bool numbered = stem.size() == 4 && stem[3] >= '1' && stem[3] <= '9';
  return numbered && (stem.starts_with("COM") || stem.starts_with("LPT"));
}

}  // namespace garde::io
