#include "cage/namespaces.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "io/disk_tree.h"

namespace garde::cage {
namespace {

namespace fs = std::filesystem;

Error refused(std::string_view call) {
  return {ErrorKind::unreadable, "namespaces", std::nullopt,
          fmt::format("{}: {}", call, std::generic_category().message(errno))};
}

constexpr std::uint64_t kKept = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
constexpr std::uint64_t kReadOnly = kKept | MOUNT_ATTR_RDONLY;
constexpr std::uint64_t kNothingRuns = kKept | MOUNT_ATTR_NOEXEC;
constexpr std::uint64_t kDevice = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;
// Where most systems keep a link into /usr, by which every program names its interpreter.
constexpr auto kTopLinks = std::to_array<const char*>({"/bin", "/sbin", "/lib", "/lib32", "/lib64"});

// A place taken out of the old system, to be put into the new one.
struct Taken {
  std::string path;
  bool is_folder = false;
  io::FileDescriptor mount;
};

Result<void> take(std::vector<Taken>& all, const std::string& path, std::uint64_t attributes) {
  io::FileDescriptor mount(::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!mount.is_open()) return errno == ENOENT ? Result<void>() : refused("open_tree");
  mount_attr wanted{.attr_set = attributes, .attr_clr = 0, .propagation = 0, .userns_fd = 0};
  if (::mount_setattr(mount.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &wanted, sizeof wanted) != 0)
    return refused("mount_setattr");
  struct stat status{};
  if (::fstat(mount.get(), &status) != 0) return refused("fstat");
  all.push_back({path, S_ISDIR(status.st_mode), std::move(mount)});
  return {};
}

// Whether it is within one that is there before it.
bool is_within(const std::string& path, std::span<const Taken> all) {
  return std::ranges::any_of(all, [&](const Taken& taken) {
    return taken.path == path || (taken.is_folder && path.starts_with(taken.path + '/'));
  });
}

Result<std::vector<Taken>> take_all(const Furniture& furniture) {
  // By where they really are, the outer before the inner: "/lib64/ld-linux.so" may be within "/usr/lib".
  std::map<std::string, std::string> readable;
  for (const std::string& path : furniture.readable) {
    std::error_code code;
    const fs::path real = fs::canonical(path, code);
    if (!code) readable.emplace(real.string(), path);
  }
  std::vector<Taken> all;
  for (const auto& [real, path] : readable)
    if (!is_within(real, all)) TRY(take(all, fs::is_directory(real) ? real : path, kReadOnly));
  for (const std::string& path : furniture.writable) TRY(take(all, path, kNothingRuns));
  for (const char* path : kDevices) TRY(take(all, path, kDevice));
  return all;
}

Result<void> write_file(const char* path, const std::string& text) {
  const io::FileDescriptor file(::open(path, O_WRONLY | O_CLOEXEC));
  if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return refused(path);
  return {};
}

// Within, each account is who it is outside, and there is no other.
Result<void> keep_own_account(uid_t user, gid_t group) {
  TRY(write_file("/proc/self/setgroups", "deny"));
  TRY(write_file("/proc/self/uid_map", fmt::format("{0} {0} 1", user)));
  return write_file("/proc/self/gid_map", fmt::format("{0} {0} 1", group));
}

// In the folder at hand, which is the root to be.
Result<void> put(const Taken& taken) {
  const std::string inside = taken.path.substr(1);
  std::error_code code;
  fs::create_directories(fs::path(inside).parent_path(), code);
  if (taken.is_folder) {
    fs::create_directory(inside, code);
  } else {
    const io::FileDescriptor file(::open(inside.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0400));
  }
  if (::move_mount(taken.mount.get(), "", AT_FDCWD, inside.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0)
    return refused("move_mount");
  return {};
}

// An account has a name, which some programs ask for before anything else.
Result<void> name_accounts(uid_t user, gid_t group) {
  std::error_code code;
  fs::create_directory("etc", code);
  const std::string line = fmt::format("garde:x:{}:{}::/:/\n", user, group);
  const io::FileDescriptor file(::open(kAccounts + 1, O_WRONLY | O_CREAT | O_CLOEXEC, 0444));
  if (::write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) return refused(kAccounts);
  return {};
}

Result<void> change_root(std::span<const Taken> all, uid_t user, gid_t group) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return refused("mount /");
  // Over any folder that is always there: it is gone with the old root.
  constexpr const char* kBuiltOver = "/proc";
  if (::mount("garde", kBuiltOver, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=1m,mode=0755") != 0)
    return refused("mount tmpfs");
  if (::chdir(kBuiltOver) != 0) return refused("chdir");
  std::error_code code;
  for (const char* link : kTopLinks)
    if (fs::is_symlink(link, code)) fs::create_symlink(fs::read_symlink(link, code), link + 1, code);
  for (const Taken& taken : all) TRY(put(taken));
  TRY(name_accounts(user, group));
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return refused("pivot_root");
  if (::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0) return refused("umount");
  mount_attr wanted{.attr_set = MOUNT_ATTR_RDONLY, .attr_clr = 0, .propagation = 0, .userns_fd = 0};
  if (::mount_setattr(AT_FDCWD, "/", 0, &wanted, sizeof wanted) != 0) return refused("mount_setattr /");
  return {};
}

Result<void> drop_capabilities() {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, 2> none{};
  if (::syscall(SYS_capset, &head, none.data()) != 0) return refused("capset");
  return {};
}

// The process outside: it holds nothing, and ends as the one within does.
[[noreturn]] void end_as(pid_t child) {
  ::close_range(0, ~0U, 0);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status)) ::_exit(WEXITSTATUS(status));
  ::signal(WTERMSIG(status), SIG_DFL);
  ::kill(::getpid(), WTERMSIG(status));
  ::_exit(128 + WTERMSIG(status));
}

}  // namespace

Result<bool> enter_namespaces(const Furniture& furniture) {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  // Whoever changed its account owns its own /proc only so.
  if (user == 0 || ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) return false;
  constexpr int kAll =
      CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  if (::unshare(kAll) != 0) return false;
  TRY(keep_own_account(user, group));
  {
    const std::vector<Taken> all = TRY(take_all(furniture));
    TRY(change_root(all, user, group));
  }
  TRY(drop_capabilities());
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("PR_SET_DUMPABLE");
  const pid_t child = ::fork();
  if (child < 0) return refused("fork");
  if (child > 0) end_as(child);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  return true;
}

}  // namespace garde::cage
